"""Asking for a job, stopping it, asking again: rows written in the transaction of whoever asks."""

from typing import Any
from uuid import UUID, uuid4

import orjson
from flask import has_app_context
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.database.sessions import after_commit, change_of
from core.foundation.errors import Conflict, NotFound
from core.foundation.jobs.bells import ring
from core.foundation.jobs.models import CANCELLED, ENDED, WAITING, JobRecord
from core.foundation.scope import has_scope, scope
from core.foundation.text import language


def enqueue(session: Session, key: str, **arguments: Any) -> UUID:
    """Ask for a job in a writing transaction: it starts after the commit, or not at all; its id.

    `arguments` are plain JSON and hold no secret. A request's job is done in the name, hat and language of who asks.
    """
    session.flush()
    pending, now = change_of(session), clock.now()
    is_request = has_app_context() and has_scope() and scope.has_asker
    record = JobRecord(
        id=uuid4(),
        key=key,
        arguments=orjson.dumps(arguments).decode(),
        person_id=pending.author.person_id,
        asked_by=pending.author.name,
        hat=scope.asker.hat if is_request else None,
        language=language(),
        created=now,
        due=now,
        change_id=pending.identify(session) if pending.lines else None,
    )
    session.add(record)
    after_commit(session, ring)
    return record.id


def job_of(session: Session, job_id: UUID) -> JobRecord:
    """The job of an id. Raises NotFound."""
    found = session.get(JobRecord, job_id)
    if found is None:
        raise NotFound(_l("There is no such job."))
    return found


def cancel(session: Session, job_id: UUID) -> None:
    """Stop a job: one that waits never starts, one that runs stops at the next good place. Undoes nothing.

    Raises Conflict where it has ended.
    """
    record = job_of(session, job_id)
    if record.state in ENDED:
        raise Conflict(_l("This job has already ended."))
    record.is_cancelled = True
    if record.state == WAITING:
        record.state, record.ended = CANCELLED, clock.now()
        record.message = _("Cancelled by %(name)s.", name=change_of(session).author.name)


def repeat(session: Session, job_id: UUID) -> None:
    """Do an ended job again, in the name of who asked at first. Raises Conflict where it has not ended."""
    record = job_of(session, job_id)
    if record.state not in ENDED:
        raise Conflict(_l("This job has not ended yet."))
    send_again(record)
    record.tries = record.done = record.total = 0
    record.is_cancelled = False
    record.message = record.result = None
    record.started = None
    after_commit(session, ring)


def send_again(record: JobRecord) -> None:
    """Let it wait for the workers once more, as a workflow of its own."""
    record.round += 1
    record.state, record.due = WAITING, clock.now()
    record.worker = record.ended = None
