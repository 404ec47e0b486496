"""What lockers contribute to Klade: hook implementations of a few lines, and nothing else."""

from collections.abc import Iterable

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from core.values.asker import Asker
from core.values.menu import Area, MenuEntry
from core.values.permissions import Permission
from core.values.settings import SettingsSection
from hooks import hookimpl
from klade_lockers.access import PERMISSIONS
from klade_lockers.settings import SECTION
from klade_lockers.views import pages

_ENTRY = MenuEntry("lockers", _l("Lockers"), "lockers.show", "lockers.list", order=400)


@hookimpl
def permissions() -> Iterable[Permission]:
    return PERMISSIONS


@hookimpl
def settings() -> Iterable[SettingsSection]:
    return [SECTION]


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    return [pages]


@hookimpl
def menu_entries(asker: Asker, area: Area) -> Iterable[MenuEntry]:
    return [_ENTRY] if area is Area.MAIN else []
