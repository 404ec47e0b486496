"""What core's part “schools” contributes; the same hooks as plugins."""

from collections.abc import Iterable

from flask import Blueprint

from core.schools.access import PERMISSIONS
from core.values.asker import Asker
from core.values.menu import Area, MenuEntry
from core.values.permissions import Permission
from core.values.texts import N_
from hooks import hookimpl

_ENTRIES = (
    MenuEntry(
        "schools.subjects",
        N_("Subjects"),
        "schools.subjects",
        "school.view",
        30,
        hint=N_("Subjects and courses, their short titles and usual scales"),
    ),
    MenuEntry("schools.rooms", N_("Rooms"), "schools.rooms", "school.view", 40, hint=N_("Where lessons are held")),
    MenuEntry(
        "schools.programmes",
        N_("Education programmes"),
        "schools.programmes",
        "school.view",
        50,
        hint=N_("Programmes that the school is licensed for"),
    ),
)


@hookimpl
def permissions() -> Iterable[Permission]:
    return PERMISSIONS


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    from core.schools.views import pages  # not needed by commands

    return [pages]


@hookimpl
def menu_entries(asker: Asker, area: Area) -> Iterable[MenuEntry]:
    return _ENTRIES if area == Area.SETTINGS else ()
