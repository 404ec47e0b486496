"""What core's part “notices” contributes; the same hooks as plugins."""

from collections.abc import Iterable

from flask import Blueprint

from core.notices.access import DELIVERIES, PERMISSIONS
from core.notices.forgetting import FORGET
from core.notices.gathering.job import GATHER
from core.notices.sending.job import SEND
from core.notices.settings import SECTION
from core.values.asker import Asker
from core.values.jobs import Job
from core.values.menu import Area, MenuEntry
from core.values.permissions import Permission
from core.values.settings import SettingsSection
from core.values.texts import N_
from hooks import hookimpl


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    from core.notices.views import deliveries, notices  # the pages, not needed by commands

    return [notices, deliveries]


@hookimpl
def permissions() -> Iterable[Permission]:
    return PERMISSIONS


@hookimpl
def settings() -> Iterable[SettingsSection]:
    return [SECTION]


@hookimpl
def jobs() -> Iterable[Job]:
    return [GATHER, SEND, FORGET]


@hookimpl
def menu_entries(asker: Asker, area: Area) -> Iterable[MenuEntry]:
    if area is Area.SETTINGS:
        yield MenuEntry(
            "deliveries",
            N_("Sent messages"),
            "deliveries.index",
            DELIVERIES,
            96,
            hint=N_("E-mails and SMS about what is new: what waits, what was sent, what failed and why"),
        )
