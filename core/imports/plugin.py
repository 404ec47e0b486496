"""What core's part “imports” contributes; the same hooks as plugins."""

from collections.abc import Iterable

from flask import Blueprint

from core.imports.abandoned import FORGET_ABANDONED
from core.imports.access import PERMISSIONS, RUN
from core.imports.views import imports
from core.values.asker import Asker
from core.values.jobs import Job
from core.values.menu import Area, MenuEntry
from core.values.permissions import Permission
from core.values.texts import N_
from hooks import hookimpl


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    return [imports]


@hookimpl
def permissions() -> Iterable[Permission]:
    return PERMISSIONS


@hookimpl
def jobs() -> Iterable[Job]:
    return [FORGET_ABANDONED]


@hookimpl
def menu_entries(asker: Asker, area: Area) -> Iterable[MenuEntry]:
    if area is Area.MAIN:
        yield MenuEntry("imports", N_("Imports"), "imports.index", RUN, order=70)
