"""What core's part “people” contributes; the same hooks as plugins."""

from collections.abc import Iterable

from flask import Blueprint

from core.people.access import PERMISSIONS
from core.people.settings import SETTINGS
from core.values.asker import Asker
from core.values.menu import Area, MenuEntry
from core.values.permissions import Permission
from core.values.settings import SettingsSection
from core.values.texts import N_
from hooks import hookimpl


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    from core.people.views import blueprint  # the pages, not needed by commands

    return [blueprint]


@hookimpl
def permissions() -> Iterable[Permission]:
    return PERMISSIONS


@hookimpl
def settings() -> Iterable[SettingsSection]:
    return [SETTINGS]


@hookimpl
def menu_entries(asker: Asker, area: Area) -> Iterable[MenuEntry]:
    if area is not Area.MAIN:
        return
    if asker.hat == "pupil":
        mine = {"person_id": asker.person_id}
        yield MenuEntry("file", N_("My file"), "people.file", "personal_file.read", order=60, values=mine)
        return
    title = N_("My children") if asker.hat == "guardian" else N_("Pupils")
    yield MenuEntry("pupils", title, "people.pupil_list", "pupils.list", order=40)
    yield MenuEntry("staff", N_("Staff"), "people.staff_list", "staff.list", order=60)
    yield MenuEntry("decisions", N_("Parents to decide about"), "people.decisions", "guardians.decide", order=70)
