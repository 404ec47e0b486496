"""What core's part “journals” contributes; the same hooks as plugins."""

from collections.abc import Iterable

from flask import Blueprint

from core.journals.access import PERMISSIONS
from core.journals.duties import LESSON_TOPIC
from core.journals.grid.views import grid
from core.journals.settings import SECTION
from core.values.duties import DutyRule
from core.values.permissions import Permission
from core.values.settings import SettingsSection
from hooks import hookimpl


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    return [grid]


@hookimpl
def permissions() -> Iterable[Permission]:
    return PERMISSIONS


@hookimpl
def settings() -> Iterable[SettingsSection]:
    return [SECTION]


@hookimpl
def duties() -> Iterable[DutyRule]:
    return [LESSON_TOPIC]
