"""`klade viis …`: the same import as on the page, in a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click
import orjson
from flask_babel import gettext as _
from rich.console import Console
from sqlalchemy.orm import Session

from core.cli.output import as_json, json_option
from core.cli.program import Terminal, pass_terminal
from core.foundation.database import SchoolRef
from core.imports import pipeline, services
from core.imports.differences import summary
from core.imports.models import APPLIED, REFUSED
from core.imports.queries import problems_of
from core.imports.services import GivenFile
from core.values.imports import Refused
from klade_viis_sync.importer import ViisImporter
from klade_viis_sync.telling import as_facts, problem_line, tell_outcome, tell_preview

T = TypeVar("T")

IMPORTER = ViisImporter()
_ENTITIES = [entity.key for entity in IMPORTER.entities]


class TerminalDesk:
    """A command reads and writes one school under its own name."""

    def __init__(self, terminal: Terminal, school: SchoolRef) -> None:
        self._terminal = terminal
        self._school = school

    @contextmanager
    def read(self) -> Iterator[Session]:
        with self._terminal.database.read(self._school) as session:
            yield session

    def write(self, kind: str, work: Callable[[Session], T]) -> T:
        return self._terminal.database.write(self._school, self._terminal.author, work, kind=kind)


@click.group()
def viis() -> None:
    """Exchange with the state education register VIIS."""


@viis.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--school", "slug", required=True, help="The school's short name.")
@click.option("--accept", type=click.Choice(["all"]), help="Accept every difference without asking.")
@click.option("--only", multiple=True, type=click.Choice(_ENTITIES), help="Accept this sort only; may be repeated.")
@click.option("--dry-run", is_flag=True, help="Read and compare, and leave no trace.")
@json_option
@pass_terminal
def import_file(
    terminal: Terminal, file: Path, slug: str, accept: str | None, only: tuple[str, ...], dry_run: bool, json: bool
) -> None:
    """Read FILE, show how it differs from the school, and apply what is accepted.

    Without --accept or --only a person at a terminal is asked; elsewhere the differences wait on the page of imports.
    """
    if accept and only:
        raise click.UsageError("--accept and --only exclude each other")
    desk = TerminalDesk(terminal, terminal.school(slug))
    run = Run(desk, Console(stderr=json, quiet=json), GivenFile(file.name, file.read_bytes()))
    if dry_run:
        told = run.look()
    else:
        told = run.receive()
        if only or accept or run.is_wanted(told):
            told |= run.accept(told["import"], only)
    if json:
        as_json(told)


@viis.command("take-back")
@click.argument("number", type=int)
@click.option("--school", "slug", required=True, help="The school's short name.")
@json_option
@pass_terminal
def take_back(terminal: Terminal, number: int, slug: str, json: bool) -> None:
    """Undo the import with that NUMBER; what changed since is left and counted."""
    desk = TerminalDesk(terminal, terminal.school(slug))
    undone = desk.write(pipeline.TAKEN_BACK, lambda session: services.take_back(session, number))
    told = {"import": number, "restored": len(undone.restored), "left": len(undone.left)}
    if json:
        as_json(told)
        return
    click.echo(_("The import was taken back."))
    if undone.left:
        click.echo(f"{_('Left as they are, because they changed since')}: {len(undone.left)}")


class Run:
    """One file on its way in, with its progress on the error output."""

    def __init__(self, desk: TerminalDesk, console: Console, file: GivenFile) -> None:
        self._desk = desk
        self._console = console
        self._file = file
        self._progress = Console(stderr=True)

    def look(self) -> dict[str, Any]:
        """Read and compare only."""
        with self._progress.status(_("Reading and comparing…")):
            try:
                snapshot, plan = pipeline.look(self._desk, IMPORTER, self._file)
            except Refused as refused:
                raise click.ClickException(problem_line(refused.problem)) from refused
        problems = [*snapshot.problems, *plan.problems]
        counts = summary(snapshot, plan)
        tell_preview(self._console, IMPORTER, counts, problems)
        return {"import": None, "state": "read", **counts, "faults": as_facts(problems)}

    def receive(self) -> dict[str, Any]:
        """Read and compare, and keep the preview."""
        with self._progress.status(_("Reading and comparing…")):
            import_id = pipeline.receive(self._desk, IMPORTER, self._file)
        with self._desk.read() as session:
            entered = services.import_of(session, import_id)
            problems = problems_of(session, import_id)
        if entered.state == REFUSED:
            raise click.ClickException(problem_line(problems[0]))
        counts = orjson.loads(entered.counts)
        tell_preview(self._console, IMPORTER, counts, problems)
        self._console.print(_("This is import %(number)s of the school.", number=import_id))
        return {"import": import_id, "state": entered.state, **counts, "faults": as_facts(problems)}

    def is_wanted(self, told: dict[str, Any]) -> bool:
        """Ask the person at the terminal; nobody there means no."""
        if not sys.stdin.isatty():
            self._console.print(_("Nothing was changed. Accept it on the page of imports, or with --accept all."))
            return False
        differing = sum(
            number for kinds in told["entities"].values() for kind, number in kinds.items() if kind != "same"
        )
        return bool(differing) and click.confirm(_("Accept all of it?"))

    def accept(self, import_id: int, only: tuple[str, ...]) -> dict[str, Any]:
        """Apply all, or only some sorts."""
        if only:
            wanted = {entity: entity in only for entity in _ENTITIES}
            self._desk.write(pipeline.CHOSEN, lambda session: services.choose_entities(session, import_id, wanted))
        with self._progress.status(_("Applying…")):
            selection = pipeline.accept(self._desk, IMPORTER, import_id)
        tell_outcome(self._console, len(selection.applied), selection.left)
        left = {reason: len(ids) for reason, ids in selection.left.items()}
        return {"state": APPLIED, "applied": len(selection.applied), "left": left}
