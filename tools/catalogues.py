"""Translations: which texts the sources have, which the catalogues translate, and the compiled form of it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("lv",)  # English is the language of the msgids
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2"), ("**/templates/**.txt", "jinja2")]
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|\{(\w*)\}")
METADATA = {
    "Project-Id-Version": "Klade",
    "Language": "lv",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);",
}


@dataclass(frozen=True)
class Message:
    """One text of the sources: what gettext looks it up by, and where it stands."""

    context: str | None
    text: str
    plural: str | None
    place: str

    @property
    def key(self) -> tuple[str, str]:
        return (self.context or "", self.text)


def domains() -> Iterator[tuple[str, Path]]:
    """Each owner of texts with the folder of its package."""
    yield "core", ROOT / "core"
    for folder in sorted(ROOT.glob("plugins/*/klade_*")):
        if (folder / "__init__.py").exists():
            yield folder.parent.name, folder


def catalogue(domain: str, package: Path, language: str) -> Path:
    return package / "translations" / language / "LC_MESSAGES" / f"{domain}.po"


def messages(package: Path) -> dict[tuple[str, str], Message]:
    found: dict[tuple[str, str], Message] = {}
    for file, line, texts, _, context in extract_from_dir(package, METHODS, keywords=KEYWORDS):
        singular, plural = (texts[0], texts[1]) if isinstance(texts, tuple) else (texts, None)
        message = Message(context, singular, plural, f"{(package / file).relative_to(ROOT)}:{line}")
        found.setdefault(message.key, message)
    return found


def entries(path: Path) -> dict[tuple[str, str], polib.POEntry]:
    if not path.exists():
        return {}
    return {(entry.msgctxt or "", entry.msgid): entry for entry in polib.pofile(str(path)) if not entry.obsolete}


def complaints() -> Iterator[str]:
    """Every text that a person would see untranslated, or with a value missing from it."""
    for domain, package in domains():
        texts = messages(package)
        for language in LANGUAGES:
            known = entries(catalogue(domain, package, language))
            for key, message in texts.items():
                reason = fault(message, known.get(key))
                if reason:
                    yield f"{message.place}: {reason} ({language}): {message.text!r}"


def fault(message: Message, entry: polib.POEntry | None) -> str | None:
    if entry is None:
        return "no translation"
    if "fuzzy" in entry.flags:
        return "translation is only a guess (fuzzy)"
    translations = list(entry.msgstr_plural.values()) if message.plural else [entry.msgstr]
    if message.plural and len(translations) != 3:
        return "three plural forms are needed: one, other, zero"
    if not all(translations):
        return "empty translation"
    if placeholders(translations[-1 if len(translations) == 1 else 1]) != placeholders(message.plural or message.text):
        return "translation has other placeholders than the text"
    return None


def placeholders(text: str) -> set[str]:
    return {match.group() for match in PLACEHOLDER.finditer(text)}


def check() -> None:
    found = list(complaints())
    for line in found:
        print(line)
    if found:
        sys.exit(f"{len(found)} texts are not translated; `make messages` adds them to the catalogues.")
    print("translations complete")


def update() -> None:
    """Adds new texts to the catalogues and marks those as obsolete that no source has."""
    for domain, package in domains():
        texts = messages(package)
        for language in LANGUAGES:
            path = catalogue(domain, package, language)
            if not texts and not path.exists():
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            book = polib.pofile(str(path), wrapwidth=110) if path.exists() else new_catalogue()
            missing = merge(book, texts)
            book.sort(key=lambda entry: (entry.obsolete, entry.msgid, entry.msgctxt or ""))
            book.save(str(path))
            print(f"{path.relative_to(ROOT)}: {len(texts)} texts, {missing} to translate")


def new_catalogue() -> polib.POFile:
    book = polib.POFile(wrapwidth=110)
    book.metadata = dict(METADATA)
    return book


def merge(book: polib.POFile, texts: dict[tuple[str, str], Message]) -> int:
    """Makes the catalogue have exactly these texts; says how many wait for a translation."""
    known = {(entry.msgctxt or "", entry.msgid): entry for entry in book}
    for key, message in texts.items():
        entry = known.get(key)
        if entry is None:
            entry = polib.POEntry(msgid=message.text, msgctxt=message.context)
            book.append(entry)
        entry.obsolete = False
        if message.plural:
            entry.msgid_plural = message.plural
            entry.msgstr_plural = entry.msgstr_plural or {0: "", 1: "", 2: ""}
    for key, entry in known.items():
        entry.obsolete = key not in texts
    return len(book.untranslated_entries())


def compile_all() -> None:
    """Writes the .mo beside every .po that is newer, of every domain (also those of libraries)."""
    for _, package in domains():
        for path in sorted((package / "translations").glob("*/LC_MESSAGES/*.po")):
            compiled = path.with_suffix(".mo")
            if not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime:
                polib.pofile(str(path)).save_as_mofile(str(compiled))


COMMANDS = {"compile": compile_all, "update": update, "check": check}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        sys.exit(f"usage: catalogues.py {'|'.join(COMMANDS)}")
    COMMANDS[sys.argv[1]]()
