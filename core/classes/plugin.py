"""What core's part “classes” contributes; the same hooks as plugins."""

from collections.abc import Iterable

from flask import Blueprint

from core.classes.access import PERMISSIONS
from core.values.asker import Asker
from core.values.menu import Area, MenuEntry
from core.values.permissions import Permission
from core.values.texts import N_
from hooks import hookimpl


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    from core.classes.views import blueprint  # the pages, not needed by commands

    return [blueprint]


@hookimpl
def permissions() -> Iterable[Permission]:
    return PERMISSIONS


@hookimpl
def menu_entries(asker: Asker, area: Area) -> Iterable[MenuEntry]:
    if area is Area.MAIN:
        yield MenuEntry("classes", N_("Classes"), "classes.class_list", "classes.list", order=50)
