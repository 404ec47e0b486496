"""Doing one job: begun, run and ended by its row, whatever brought it here and however often."""

import logging
import threading
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import orjson
from flask import Flask
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.database import Author, SchoolRef, state_of
from core.foundation.database.directory import DirectorySchool
from core.foundation.errors import KladeError, NotAllowed, Unavailable
from core.foundation.jobs.asking import send_again
from core.foundation.jobs.context import BOOKKEEPING, HeldJob, LostHold, Parked
from core.foundation.jobs.models import CANCELLED, DONE, FAILED, RUNNING, UNENDED, JobRecord
from core.foundation.runtime import Klade, klade
from core.values.asker import Asker
from core.values.jobs import Job, JobResult

_log = logging.getLogger(__name__)

MOST_STARTS = 5
"""A job that was begun so often, and each time died with its worker, is not begun again."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A job that this worker holds now."""

    record: JobRecord
    owner: str
    job: Job


class JobRunner:
    """Does jobs on behalf of one worker."""

    def __init__(self, app: Flask, worker: str) -> None:
        self._app = app
        self._klade: Klade = klade(app)
        self._worker = worker
        self._running = 0
        self._count = threading.Lock()

    def do(self, school_id: int, job_id: UUID, number: int) -> None:
        """Do a job if this round of it is still to be done.

        Raises Unavailable where the school is shut: the row stays as it is, and the sweep sends it again.
        """
        with self._count:
            self._running += 1
        try:
            self._do(school_id, job_id, number)
        finally:
            with self._count:
                self._running -= 1

    @property
    def is_busy(self) -> bool:
        """Some job is being done."""
        return self._running > 0

    def _do(self, school_id: int, job_id: UUID, number: int) -> None:
        school = self._school(school_id)
        if school is None:
            return
        author = Author(None, self._worker)
        with self._app.app_context():
            begun = self._klade.database.write(
                school, author, lambda session: self._begin(session, job_id, number), kind=BOOKKEEPING
            )
            if begun is not None:
                with force_locale(begun.record.language):
                    self._run(school, begun)

    def _school(self, school_id: int) -> SchoolRef | None:
        with self._klade.database.directory() as session:
            found = session.get(DirectorySchool, school_id)
            return found.ref if found else None

    def _begin(self, session: Session, job_id: UUID, number: int) -> Begun | None:
        """Take hold of the job; nothing where it is ended, parked, cancelled or another round's."""
        record = session.get(JobRecord, job_id)
        if record is None or record.state not in UNENDED or record.round != number:
            return None
        owned = self._klade.jobs.find(record.key)
        if owned is None or not self._klade.jobs.is_enabled(record.key, state_of(session).plugins):
            return None
        now = clock.now()
        if record.is_cancelled:
            record.state, record.ended = CANCELLED, now
            return None
        if record.tries >= max(MOST_STARTS, owned.value.tries):
            record.state, record.ended = FAILED, now
            with force_locale(record.language):
                record.message = _("The worker stopped in the middle of it each time. It is not begun again by itself.")
            return None
        record.state, record.worker = RUNNING, self._worker
        record.tries += 1
        record.started = now
        return Begun(record, owned.owner, owned.value)

    def _run(self, school: SchoolRef, begun: Begun) -> None:
        record, job = begun.record, begun.job
        held = HeldJob(self._klade.database, self._klade.jobs, school, record)
        try:
            held.asker = self._asker(held, record, job)
            result = job.run(held)
        except LostHold:
            _log.warning("job %s: another try has begun", record.id)
        except Parked:
            self._send_again(school, record, None, timedelta())
        except Unavailable:
            # The school was shut under it, so nothing can be written either.
            raise
        except KladeError as error:
            _end(held, FAILED, "\n".join([str(error.message), *(str(problem.message) for problem in error.problems)]))
        except Exception:  # noqa: BLE001  # a job of any plugin may fail in any way; the worker goes on with the others
            _log.exception("job %s (%s of %s) failed", record.id, record.key, begun.owner)
            self._failed(school, held, record, job)
        else:
            _end(held, CANCELLED if held.was_told_to_stop else DONE, *_told(result))

    def _asker(self, held: HeldJob, record: JobRecord, job: Job) -> Asker | None:
        """Who asked, with the rights of today. Raises NotAllowed."""
        if record.person_id is None:
            return None
        day, sign_in = clock.today(), self._klade.sign_in
        assert sign_in is not None
        with held.read() as session:
            facts = sign_in.person(session, record.person_id, day)
            book = self._klade.role_books.of(session)
        hats = book.hats_of(facts.roles) if facts else ()
        hat = record.hat if record.hat in hats else next(iter(hats), None)
        asker = (
            facts
            and hat
            and Asker(facts.person_id, facts.name, facts.roles, hat, day, book.grants_in(hat, facts.roles), hats)
        )
        if not asker or (job.permission is not None and not asker.may(job.permission)):
            raise NotAllowed(_l("%(name)s, who asked for this, no longer has the right to it.", name=record.asked_by))
        return asker

    def _failed(self, school: SchoolRef, held: HeldJob, record: JobRecord, job: Job) -> None:
        if record.tries >= job.tries:
            message = _("An unexpected error. The server's log tells more under %(id)s.", id=record.id)
            _end(held, FAILED, message)
            return
        message = _("An unexpected error; it will be tried again.")
        self._send_again(school, record, message, timedelta(minutes=5 ** (record.tries - 1)))

    def _send_again(self, school: SchoolRef, record: JobRecord, message: str | None, after: timedelta) -> None:
        def work(session: Session) -> None:
            now = session.get_one(JobRecord, record.id)
            if (now.state, now.tries) == (RUNNING, record.tries):
                send_again(now)
                now.due, now.message = clock.now() + after, message

        self._klade.database.write(school, Author(None, self._worker), work, kind=BOOKKEEPING)


def _told(result: JobResult | None) -> tuple[str | None, str | None]:
    """The sentence and the page of a result, as they are stored."""
    if result is None:
        return None, None
    page = orjson.dumps([result.endpoint, dict(result.values)]).decode() if result.endpoint else None
    return (None if result.text is None else str(result.text)), page


def _end(held: HeldJob, state: str, message: str | None, result: str | None = None) -> None:
    try:
        held.note(state=state, ended=clock.now(), message=message, result=result)
    except LostHold:
        _log.warning("job %s: another try has begun", held.id)
