"""What core's part “schools” contributes; the same hooks as plugins."""

from collections.abc import Iterable

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from core.schools.access import PERMISSIONS
from core.schools.views import pages
from core.values.asker import Asker
from core.values.menu import Area, MenuEntry
from core.values.permissions import Permission
from hooks import hookimpl

_ENTRIES = (
    MenuEntry(
        "schools.subjects",
        _l("Subjects"),
        "schools.subjects",
        "school.view",
        30,
        hint=_l("Subjects and courses, their short titles and usual scales"),
    ),
    MenuEntry("schools.rooms", _l("Rooms"), "schools.rooms", "school.view", 40, hint=_l("Where lessons are held")),
    MenuEntry(
        "schools.programmes",
        _l("Education programmes"),
        "schools.programmes",
        "school.view",
        50,
        hint=_l("Programmes that the school is licensed for"),
    ),
)


@hookimpl
def permissions() -> Iterable[Permission]:
    return PERMISSIONS


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    return [pages]


@hookimpl
def menu_entries(asker: Asker, area: Area) -> Iterable[MenuEntry]:
    return _ENTRIES if area == Area.SETTINGS else ()
