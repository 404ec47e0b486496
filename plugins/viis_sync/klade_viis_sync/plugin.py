"""What the exchange with VIIS contributes to Klade."""

from collections.abc import Iterable

import click

from core.imports.jobs import accepting
from core.values.imports import Importer
from core.values.jobs import Job
from hooks import hookimpl
from klade_viis_sync.commands import viis
from klade_viis_sync.importer import ViisImporter


@hookimpl
def importers() -> Iterable[Importer]:
    return [ViisImporter()]


@hookimpl
def jobs() -> Iterable[Job]:
    return [accepting(ViisImporter())]


@hookimpl
def commands() -> Iterable[click.Command]:
    return [viis]
