"""What core's part “journals” contributes; the same hooks as plugins."""

from collections.abc import Iterable

from flask import Blueprint

from core.journals.access import PERMISSIONS
from core.journals.diary import access as diary
from core.journals.diary.news import NEW_MARKS
from core.journals.duties import LESSON_TOPIC
from core.journals.excuses import access as excuses
from core.journals.excuses.duties import ANNOUNCEMENT_TO_DECIDE
from core.journals.excuses.news import DECIDED, TO_DECIDE, UNJUSTIFIED
from core.journals.excuses.settings import SECTION as ABSENCES
from core.journals.grid.jobs import FORGET_BATCHES
from core.journals.notes import access as notes
from core.journals.settings import SECTION
from core.values.asker import Asker
from core.values.duties import DutyRule
from core.values.jobs import Job
from core.values.menu import Area, MenuEntry
from core.values.notices import NoticeRule
from core.values.permissions import Permission
from core.values.settings import SettingsSection
from core.values.texts import N_
from hooks import hookimpl

_ENTRIES = (
    MenuEntry("journals", N_("Journals"), "register.journals", "journal.read", 20),
    MenuEntry("absences", N_("Absences"), "excuses.home", "absences.decide", 25),
    MenuEntry("timetable", N_("Timetable"), "timetable.week", "timetable.read", 30),
    MenuEntry("diary", N_("Diary"), "diary.home", "diary.read", 20),
    MenuEntry("marks", N_("Marks"), "diary.own_marks", "diary.marks", 25),
    MenuEntry("own_absences", N_("Absences"), "diary.own_absences", "diary.attendance", 30),
)

_SETTINGS = (
    MenuEntry(
        "absences.reasons",
        N_("Reasons of absences"),
        "excuses.all_reasons",
        "school.view",
        55,
        hint=N_("What families and class teachers choose from, and the code it shows"),
    ),
)


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    from core.journals.diary.views import pages as diary_pages  # the pages, not needed by commands
    from core.journals.excuses.reason_views import pages as excuse_pages
    from core.journals.grid.cards.views import cards
    from core.journals.grid.views import grid
    from core.journals.notes.views import pages as note_pages
    from core.journals.register.views import pages as register
    from core.journals.results.views import pages as result_pages
    from core.journals.timetable.views import pages as timetable

    return [grid, cards, register, timetable, diary_pages, excuse_pages, note_pages, result_pages]


@hookimpl
def permissions() -> Iterable[Permission]:
    return (*PERMISSIONS, *diary.PERMISSIONS, *excuses.PERMISSIONS, *notes.PERMISSIONS)


@hookimpl
def settings() -> Iterable[SettingsSection]:
    return [SECTION, ABSENCES]


@hookimpl
def duties() -> Iterable[DutyRule]:
    return [LESSON_TOPIC, ANNOUNCEMENT_TO_DECIDE]


@hookimpl
def notice_rules() -> Iterable[NoticeRule]:
    return [UNJUSTIFIED, NEW_MARKS, DECIDED, TO_DECIDE]


@hookimpl
def jobs() -> Iterable[Job]:
    return [FORGET_BATCHES]


@hookimpl
def menu_entries(asker: Asker, area: Area) -> Iterable[MenuEntry]:
    return _ENTRIES if area is Area.MAIN else _SETTINGS
