"""What core's part “home” contributes; the same hooks as plugins."""

from collections.abc import Iterable

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from core.foundation.permissions import OPEN
from core.home.views import pages
from core.values.asker import Asker
from core.values.menu import Area, MenuEntry
from hooks import hookimpl

_ENTRIES = (
    MenuEntry("home.show", _l("Home"), "home.show", OPEN, order=0),
    MenuEntry("home.todo", _l("To do"), "home.todo", "duties.own", order=10),
)


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    return [pages]


@hookimpl
def menu_entries(asker: Asker, area: Area) -> Iterable[MenuEntry]:
    return _ENTRIES if area is Area.MAIN else ()
