"""What the pages of administration contribute; the same hooks as plugins."""

from collections.abc import Iterable

from flask import Blueprint

from core.admin.jobs.access import MANAGE, PERMISSIONS
from core.admin.jobs.forgetting import FORGET_JOBS
from core.values.asker import Asker
from core.values.jobs import Job
from core.values.menu import Area, MenuEntry
from core.values.permissions import Permission
from core.values.texts import N_
from hooks import hookimpl

_ENTRIES = (
    MenuEntry(
        "calendar.year",
        N_("School year"),
        "calendar.year",
        "school.view",
        10,
        hint=N_("Terms, breaks, holidays and days unlike the rest"),
    ),
    MenuEntry(
        "calendar.bells",
        N_("Lesson times"),
        "calendar.bells",
        "school.view",
        20,
        hint=N_("When each lesson starts and ends; shortened lessons"),
    ),
    MenuEntry(
        "admin.orders",
        N_("Orders"),
        "admin.orders",
        "orders.list",
        60,
        hint=N_("Orders of the head about pupils, with their dates"),
    ),
    MenuEntry(
        "admin.rules",
        N_("Rules and deadlines"),
        "admin.rules",
        "settings.edit",
        80,
        hint=N_("The numbers and words of the school's own rules"),
    ),
    MenuEntry(
        "admin.plugins",
        N_("Plugins"),
        "admin.plugins",
        "plugins.edit",
        90,
        hint=N_("What is installed, and what this school uses of it"),
    ),
    MenuEntry(
        "admin.roles",
        N_("Roles and access rights"),
        "admin.roles",
        "roles.edit",
        95,
        hint=N_("Which role may do what"),
    ),
    MenuEntry(
        "jobs",
        N_("Background jobs"),
        "jobs.index",
        MANAGE,
        97,
        hint=N_("What is done in the background, how far it is and what failed"),
    ),
)


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    from core.admin import calendar, views  # the pages, not needed by commands
    from core.admin.history import views as history
    from core.admin.jobs import views as jobs

    return [calendar.pages, views.pages, history.pages, jobs.pages]


@hookimpl
def permissions() -> Iterable[Permission]:
    return PERMISSIONS


@hookimpl
def jobs() -> Iterable[Job]:
    return [FORGET_JOBS]


@hookimpl
def menu_entries(asker: Asker, area: Area) -> Iterable[MenuEntry]:
    return _ENTRIES if area is Area.SETTINGS else ()
