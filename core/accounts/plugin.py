"""What core's part “accounts” contributes; the same hooks as plugins."""

from collections.abc import Iterable

import click
from flask import Blueprint

from core.accounts.access import INVITE, PERMISSIONS
from core.accounts.jobs import FINISH_ACCEPTANCES
from core.accounts.settings import SETTINGS
from core.values.asker import Asker
from core.values.jobs import Job
from core.values.menu import Area, MenuEntry
from core.values.permissions import Permission
from core.values.settings import SettingsSection
from core.values.texts import N_
from hooks import hookimpl


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    from core.accounts.invitations.views import blueprint  # the pages, not needed by commands

    return [blueprint]


@hookimpl
def commands() -> Iterable[click.Command]:
    from core.accounts.commands import user

    return [user]


@hookimpl
def permissions() -> Iterable[Permission]:
    return PERMISSIONS


@hookimpl
def settings() -> Iterable[SettingsSection]:
    return [SETTINGS]


@hookimpl
def jobs() -> Iterable[Job]:
    return [FINISH_ACCEPTANCES]


@hookimpl
def menu_entries(asker: Asker, area: Area) -> Iterable[MenuEntry]:
    if area is Area.SETTINGS:
        yield MenuEntry(
            "invitations",
            N_("Invitations"),
            "invitations.people",
            INVITE,
            order=40,
            hint=N_("One-time codes for staff, pupils and parents; who signs in already."),
        )
