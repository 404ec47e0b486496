"""`klade doctor`: what is wrong with this installation's work, and how to mend it."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

import click
from flask_babel import gettext as _
from sqlalchemy import select

from core.cli.output import as_json, json_option
from core.cli.program import Terminal, pass_terminal
from core.foundation.database.directory import DirectorySchool
from core.foundation.errors import Unavailable
from core.foundation.jobs.models import FAILED, RUNNING, JobRecord
from core.foundation.jobs.queries import troubled
from core.foundation.jobs.workers import WorkerState, workers
from core.foundation.text import moment_text
from core.founding import prepare_directory


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong, and what mends it."""

    kind: str
    where: str
    text: str
    cure: str


@click.command()
@json_option
@pass_terminal
def doctor(terminal: Terminal, json: bool) -> None:
    """Say what is wrong with the workers and their jobs, and how to mend it; exit code 1 where something is."""
    found = list(_findings(terminal))
    if json:
        as_json([asdict(finding) for finding in found])
    elif not found:
        click.echo(_("Workers and jobs are in order."))
    for finding in () if json else found:
        click.echo(f"✗ {finding.where}: {finding.text}\n  {finding.cure}")
    if found:
        click.get_current_context().exit(1)


def _findings(terminal: Terminal) -> Iterator[Finding]:
    prepare_directory(terminal.database)
    with terminal.database.directory() as session:
        known = workers(session)
        schools = [school.ref for school in session.scalars(select(DirectorySchool).order_by(DirectorySchool.id))]
    yield from _about_workers(known)
    lost = [worker.name for worker in known if worker.state != "running"]
    for school in schools:
        try:
            with terminal.database.read(school) as session:
                for record in troubled(session, lost):
                    yield _about_job(school.slug, record)
        except Unavailable as error:
            yield Finding("school-shut", school.slug, str(error), "klade db status")


def _about_workers(known: list[WorkerState]) -> Iterator[Finding]:
    if not any(worker.state == "running" for worker in known):
        yield Finding("no-worker", _("workers"), _("No worker is running: jobs wait."), "klade run, klade worker")
    for worker in known:
        if worker.state == "lost":
            seen = _("last seen %(moment)s on %(host)s", moment=moment_text(worker.seen), host=worker.host)
            cure = f"klade worker --name {worker.name}, klade worker --name NAME --take-over {worker.name}"
            yield Finding("lost-worker", worker.name, seen, cure)


def _about_job(slug: str, record: JobRecord) -> Finding:
    where = f"{slug} {record.key} {record.id}"
    page = f"/{slug}/settings/jobs"
    if record.state == RUNNING:
        text = _("begun by the worker “%(name)s”, which is not running", name=record.worker)
        return Finding("lost-job", where, text, f"klade worker --name NAME --take-over {record.worker}")
    if record.state == FAILED:
        return Finding("failed-job", where, record.message or "", page)
    return Finding("late-job", where, _("waits since %(moment)s", moment=moment_text(record.due)), page)
