"""The doorbell between whoever asks for a job and the workers: a row of the directory for each school."""

import logging
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core.foundation.database.directory import DirectorySchool, SchoolRef
from core.foundation.jobs.models import JobBell

if TYPE_CHECKING:
    from core.foundation.database.sessions import Database

_log = logging.getLogger(__name__)


def ring(database: "Database", school: SchoolRef) -> None:
    """Tell the workers that jobs wait in a school. A bell that does not ring only costs time: the sweep comes by."""

    def work(session: Session) -> None:
        bell = session.get(JobBell, school.id)
        if bell is None:
            session.add(JobBell(school_id=school.id, rung=1))
        else:
            bell.rung += 1

    try:
        database.directory_write(work)
    except DBAPIError as error:
        _log.warning("no bell for school %s: %s", school.id, type(error.orig).__name__)


def heard(database: "Database") -> dict[int, tuple[SchoolRef, int]]:
    """The schools whose bell rang, and how often; it goes on ringing until `answered`."""
    with database.directory() as session:
        ringing = select(DirectorySchool, JobBell.rung).join(JobBell, JobBell.school_id == DirectorySchool.id)
        return {school.id: (school.ref, rung) for school, rung in session.execute(ringing)}


def answered(database: "Database", bells: dict[int, tuple[SchoolRef, int]]) -> None:
    """Take these bells away, except those that rang again meanwhile."""

    def work(session: Session) -> None:
        for school_id, (_school, rung) in bells.items():
            session.execute(delete(JobBell).where(JobBell.school_id == school_id, JobBell.rung == rung))

    database.directory_write(work)
