"""What the pages of administration contribute; the same hooks as plugins."""

from collections.abc import Iterable

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from core.admin import calendar
from core.values.asker import Asker
from core.values.menu import Area, MenuEntry
from hooks import hookimpl

_ENTRIES = (
    MenuEntry(
        "calendar.year",
        _l("School year"),
        "calendar.year",
        "school.view",
        10,
        hint=_l("Terms, breaks, holidays and days unlike the rest"),
    ),
    MenuEntry(
        "calendar.bells",
        _l("Lesson times"),
        "calendar.bells",
        "school.view",
        20,
        hint=_l("When each lesson starts and ends; shortened lessons"),
    ),
)


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    return [calendar.pages]


@hookimpl
def menu_entries(asker: Asker, area: Area) -> Iterable[MenuEntry]:
    return _ENTRIES if area == Area.SETTINGS else ()
