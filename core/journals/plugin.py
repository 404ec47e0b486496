"""What core's part “journals” contributes; the same hooks as plugins."""

from collections.abc import Iterable

from flask import Blueprint

from core.journals.access import PERMISSIONS
from core.journals.duties import LESSON_TOPIC
from core.journals.settings import SECTION
from core.values.asker import Asker
from core.values.duties import DutyRule
from core.values.menu import Area, MenuEntry
from core.values.permissions import Permission
from core.values.settings import SettingsSection
from core.values.texts import N_
from hooks import hookimpl

_ENTRIES = (
    MenuEntry("journals", N_("Journals"), "register.journals", "journal.read", 20),
    MenuEntry("timetable", N_("Timetable"), "timetable.week", "timetable.read", 30),
)


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    from core.journals.grid.views import grid  # the pages, not needed by commands
    from core.journals.register.views import pages as register
    from core.journals.timetable.views import pages as timetable

    return [grid, register, timetable]


@hookimpl
def permissions() -> Iterable[Permission]:
    return PERMISSIONS


@hookimpl
def settings() -> Iterable[SettingsSection]:
    return [SECTION]


@hookimpl
def duties() -> Iterable[DutyRule]:
    return [LESSON_TOPIC]


@hookimpl
def menu_entries(asker: Asker, area: Area) -> Iterable[MenuEntry]:
    return _ENTRIES if area is Area.MAIN else ()
