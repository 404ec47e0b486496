"""Jobs that ended long ago are forgotten; the changes they made stay in history."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.jobs.models import JobRecord
from core.foundation.jobs.queries import ended_before
from core.values.jobs import Job, JobContext

KEPT_FOR = timedelta(days=30)


def _forget(context: JobContext) -> None:
    def work(session: Session) -> None:
        session.execute(delete(JobRecord).where(ended_before(clock.now() - KEPT_FOR)))

    context.write("jobs.forgotten", work)


FORGET_JOBS = Job("jobs.forget", _l("Remove ended jobs from the list"), _forget, schedule="30 3 * * *")
