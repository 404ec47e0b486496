"""Files that somebody encloses: looked at, named safely, put into the archive, and kept while the form is mended."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any, Protocol

from flask import current_app
from flask_babel import lazy_gettext as _l
from itsdangerous import BadData, URLSafeTimedSerializer

from core.foundation.errors import Problem
from core.foundation.files import FileStore
from klade_messaging.letters.kinds import KINDS, kind_of
from klade_messaging.letters.writing import ArchivedFile

PLACE = "files"
_LONGEST = 100
_KEPT_SECONDS = 24 * 3600
_MEGABYTE = 1_000_000
# What a name may not hold: separators, quotes, signs that browsers or systems take for something else.
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')


class GivenFile(Protocol):
    """A file of a form."""

    filename: str | None

    def read(self, size: int = -1) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Limits:
    """What the school lets a letter carry."""

    most: int
    largest: int
    """Bytes."""
    kinds: frozenset[str]

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> "Limits":
        return cls(
            settings["most_files"], settings["largest_file"] * _MEGABYTE, frozenset(settings["file_kinds"].split())
        )

    @property
    def endings(self) -> str:
        """For the field of a form: `.pdf,.jpg`."""
        return ",".join(ending for name in KINDS if name in self.kinds for ending in KINDS[name].endings)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the archive, and the word by which the form names it again."""

    file: ArchivedFile
    token: str


class Enclosures:
    """The files of a form: those kept from before, and those that were given now.

    A token is signed for one person of one school: a digest alone opens nothing.
    """

    def __init__(self, store: FileStore, limits: Limits, owner: str) -> None:
        self._store = store
        self._limits = limits
        self._signer = URLSafeTimedSerializer(_secret(), salt=f"messaging.file {owner}")
        self.kept: list[Kept] = []
        self.problems: list[Problem] = []

    @property
    def files(self) -> list[ArchivedFile]:
        return [one.file for one in self.kept]

    @property
    def accept(self) -> str:
        """The endings that a form's field offers."""
        return self._limits.endings

    @property
    def limits(self) -> Limits:
        return self._limits

    def keep(self, tokens: Iterable[str], dropped: str | None = None) -> None:
        """Take the files of an earlier round again, but one that was dropped."""
        for token in tokens:
            if token == dropped:
                continue
            try:
                digest, name, media_type, size = self._signer.loads(token, max_age=_KEPT_SECONDS)
            except BadData:
                self._refuse(_l("A file could not be kept. Choose it again."))
                continue
            self.kept.append(Kept(ArchivedFile(digest, name, media_type, size), token))

    def take(self, given: Sequence[GivenFile]) -> None:
        """Put files that fit into the archive; what is wrong with the others stands in `problems`."""
        for one in given:
            if not one.filename:
                continue
            name = safe_name(one.filename)
            content = one.read(self._limits.largest + 1)
            kind = kind_of(name, content)
            if len(self.kept) >= self._limits.most:
                self._refuse(
                    _l(
                        "A letter carries at most %(most)s files: %(name)s was left out.",
                        most=self._limits.most,
                        name=name,
                    )
                )
            elif len(content) > self._limits.largest:
                self._refuse(
                    _l("%(name)s is larger than %(size)s MB.", name=name, size=self._limits.largest // _MEGABYTE)
                )
            elif not content:
                self._refuse(_l("%(name)s is empty.", name=name))
            elif kind is None or not any(KINDS[key] is kind for key in self._limits.kinds):
                self._refuse(
                    _l("%(name)s is none of the kinds that letters carry: %(kinds)s.", name=name, kinds=self._kinds())
                )
            else:
                if not name.lower().endswith(kind.endings):
                    name += kind.endings[0]
                self._add(ArchivedFile(self._store.put(content), name, kind.media_type, len(content)))

    def _add(self, file: ArchivedFile) -> None:
        if file not in self.files:
            self.kept.append(Kept(file, self._signer.dumps(astuple(file))))

    def _refuse(self, message: Any) -> None:
        self.problems.append(Problem(PLACE, message))

    def _kinds(self) -> str:
        return ", ".join(name for name in KINDS if name in self._limits.kinds)


def safe_name(given: str) -> str:
    """A name that is only a name: no path, no signs that steer, no leading dots, not too long."""
    plain = unicodedata.normalize("NFC", given.replace("\\", "/").rpartition("/")[2])
    # Signs without a shape could turn the direction of writing and so hide how the name ends.
    shown = "".join(sign for sign in plain if unicodedata.category(sign) not in {"Cc", "Cf", "Co", "Cs", "Cn"})
    clean = " ".join(_UNSAFE.sub(" ", shown).split()).strip(". ")
    stem, dot, ending = clean.rpartition(".")
    if dot and len(ending) <= 8:
        return f"{stem[: _LONGEST - len(ending) - 1]}.{ending}"
    return clean[:_LONGEST] or "file"


def _secret() -> str | bytes:
    secret = current_app.secret_key
    assert secret is not None
    return secret
