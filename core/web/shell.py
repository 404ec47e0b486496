"""What the frame of every page knows: the school, the person, the hats, the menus, the language."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from flask import Flask, g, get_flashed_messages, has_request_context, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_pgettext as _lp

from core.foundation import text
from core.foundation.database import SchoolRef, state_of
from core.foundation.plugins import Plugins
from core.foundation.runtime import klade
from core.foundation.scope import has_scope, scope
from core.values.asker import Asker
from core.values.menu import Area, MenuEntry
from core.web.languages import LANGUAGE_TITLES, SCHEMES, scheme_of_browser

_HATS = {"staff": _lp("hat", "Work"), "guardian": _lp("hat", "My children"), "pupil": _lp("hat", "My learning")}
_SCHEMES = {
    "auto": _lp("colours", "As on the device"),
    "light": _lp("colours", "Light"),
    "dark": _lp("colours", "Dark"),
}
_KINDS = frozenset({"info", "done", "warning", "refused"})


@dataclass(frozen=True, slots=True)
class Hat:
    """One of several roles in which the person may look at the school."""

    key: str
    label: str
    active: bool


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of a menu."""

    key: str
    label: str
    url: str
    active: bool
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Bell:
    """The way to the person's notices, and where the number of unread ones is asked for after the page."""

    url: str
    count_url: str


@dataclass(frozen=True, slots=True)
class FlashBar:
    """What the act before has to say; with `undo_url` a button posts there and takes the act back."""

    text: str
    kind: str
    undo_url: str = ""
    is_redo: bool = False
    """What the button takes back was itself a taking back."""


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of one page. Outside a school everything of the school is empty."""

    language: str
    scheme: str
    here: str
    flashes: Sequence[FlashBar] = ()
    school_name: str = ""
    school_slug: str = ""
    home_url: str = "/"
    person_name: str = ""
    is_signed_in: bool = False
    hats: Sequence[Hat] = ()
    menu: Sequence[Link] = ()
    settings: Link | None = None
    bell: Bell | None = None

    @property
    def initials(self) -> str:
        """Of the first and the last name."""
        words = self.person_name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    @property
    def languages(self) -> Sequence[tuple[str, str]]:
        """Keys and own names of the languages."""
        return tuple(LANGUAGE_TITLES.items())

    @property
    def schemes(self) -> Sequence[tuple[str, str]]:
        """Keys and names of the choices of colours."""
        return tuple((key, str(_SCHEMES[key])) for key in SCHEMES)


def configure_shell(app: Flask) -> None:
    """Templates see `shell`, worked out when the first of them asks."""
    app.context_processor(lambda: {"shell": _Unasked()})


class _Unasked:
    """Becomes the shell, attribute by attribute, as a template asks: a fragment without a frame costs nothing."""

    def __getattr__(self, name: str) -> Any:
        value = getattr(_shell(), name)
        self.__dict__[name] = value
        return value


def in_school() -> bool:
    """The page belongs to a school and the person was found to belong there too."""
    return has_request_context() and has_scope() and scope.has_asker


def menu_of(area: Area) -> list[Link]:
    """The links of an area which the asker may follow; the longest address above the present one is active."""
    program, state = klade(), state_of(scope.session)
    links = _links(program.plugins, scope.school, state.revision, state.plugins, scope.asker, area, text.language())
    above = [link.url for link in links if _is_at_or_below(link.url)]
    active = max(above, key=len, default="")
    return [replace(link, active=True) if link.url == active else link for link in links]


@lru_cache(maxsize=512)
def _links(
    plugins: Plugins,
    _school: SchoolRef,
    _revision: int,
    enabled: frozenset[str],
    asker: Asker,
    area: Area,
    _language: str,
) -> list[Link]:
    """The links of an asker, kept for the next pages: all that they depend on is named."""
    return [_link(entry) for entry in plugins.menu_entries(asker, area, enabled)]


def plain_shell() -> Shell:
    """The frame that asks no school anything."""
    sign_in = klade().sign_in
    return Shell(
        language=text.language(),
        scheme=scheme_of_browser(),
        here=_here(),
        flashes=_flashes(),
        is_signed_in=sign_in is not None and sign_in.account() is not None,
    )


def _shell() -> Shell:
    if "klade_shell" not in g:
        g.klade_shell = _of_school() if in_school() else plain_shell()
    found: Shell = g.klade_shell
    return found


def _of_school() -> Shell:
    school, asker = scope.school, scope.asker
    return Shell(
        language=text.language(),
        scheme=scheme_of_browser(),
        here=_here(),
        flashes=_flashes(),
        school_name=school.name,
        school_slug=school.slug,
        home_url=url_for("shell.home"),
        person_name=asker.name,
        is_signed_in=True,
        hats=[Hat(key, str(_HATS[key]), key == asker.hat) for key in asker.hats],
        menu=menu_of(Area.MAIN),
        settings=_settings(menu_of(Area.SETTINGS)),
        bell=Bell(url_for("notices.index"), url_for("notices.count")),
    )


def _settings(places: Sequence[Link]) -> Link | None:
    """The way to the settings page, active on it and in each of its places; nothing where no place is open."""
    if not places:
        return None
    url = url_for("shell.settings")
    return Link("settings", _("Settings"), url, request.path == url or any(place.active for place in places))


def _link(entry: MenuEntry) -> Link:
    url = url_for(entry.endpoint, **entry.values)
    return Link(entry.key, _shown(entry.title), url, False, _shown(entry.hint) if entry.hint else "")


def _shown(title: Any) -> str:
    """A title in the page's language: marked text is translated here, lazy text translates itself."""
    return _(title) if isinstance(title, str) else str(title)


def _is_at_or_below(url: str) -> bool:
    home = url.count("/") <= 2 and url.endswith("/")
    return request.path == url or (not home and request.path.startswith(url.rstrip("/") + "/"))


def _here() -> str:
    """Where to come back to after a choice of language: the page, if it may be loaded again."""
    return request.full_path.rstrip("?") if request.method == "GET" else "/"


def _flashes() -> list[FlashBar]:
    """`flash(text, "done")`; with a way back `flash(text, f"done {undo_url}")`, or `f"done {undo_url} redo"`."""
    bars = []
    left: Any = get_flashed_messages(with_categories=True)
    for category, said in left:
        kind, undo_url, redo = (*category.split(" "), "", "")[:3]
        bars.append(FlashBar(str(said), kind if kind in _KINDS else "info", undo_url, bool(redo)))
    return bars
