"""Notices that were read and deliveries that ended long ago are removed."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, delete, or_
from sqlalchemy.orm import Session

from core.foundation import clock
from core.notices.models import FAILED, SENT, Delivery, Notice
from core.values.jobs import Job, JobContext

KEPT_FOR = timedelta(days=60)
UNREAD_KEPT_FOR = timedelta(days=365)


def _forget(context: JobContext) -> None:
    def work(session: Session) -> None:
        now = clock.now()
        session.execute(delete(Delivery).where(Delivery.state.in_((SENT, FAILED)), Delivery.ended_at < now - KEPT_FOR))
        read = and_(Notice.read_at.is_not(None), Notice.created < now - KEPT_FOR)
        session.execute(delete(Notice).where(or_(read, Notice.created < now - UNREAD_KEPT_FOR)))

    context.write("notices.forgotten", work)


FORGET = Job("notices.forget", _l("Remove old notices"), _forget, schedule="40 3 * * *")
