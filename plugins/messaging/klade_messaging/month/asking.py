"""Pressing the button: the job is asked for, and what it is to do is written down with it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.errors import Conflict, Invalid
from core.foundation.history.record import insert_rows
from core.foundation.jobs import enqueue
from klade_messaging.month.addressees import recipients
from klade_messaging.month.documents import latest_documents
from klade_messaging.month.models import MonthPupil, MonthSending
from klade_messaging.month.queries import got, sendings

JOB = "messaging.month"
ASKED = "month.asked"


def ask(
    session: Session,
    school_class_id: int,
    period_key: str,
    days: tuple[date, date],
    pupils: Sequence[int],
    *,
    again: bool,
) -> UUID:
    """Send the transcripts of a class: to who has not got the month's yet, or `again` to everybody; the job's id.

    Raises Conflict while the same is under way, Invalid where there is nobody left to send to.
    """
    if any(one.is_under_way for one in sendings(session, school_class_id, period_key)):
        raise Conflict(_l("These transcripts are being sent at this moment. Nothing was sent twice."))
    wanted = to_send(session, period_key, pupils, clock.today(), again=again)
    if not wanted:
        raise Invalid(_l("Everybody has these transcripts already. Nothing was sent."))
    job_id = enqueue(session, JOB, class_id=school_class_id, period=period_key)
    sending = MonthSending(
        job_id=job_id,
        school_class_id=school_class_id,
        period_key=period_key,
        first=days[0],
        last=days[1],
        is_again=again,
        asked_at=clock.now(),
    )
    session.add(sending)
    session.flush()
    # Who only has a new reader of the transcript keeps the document that the others have got.
    documents = {} if again else latest_documents(session, period_key, wanted)
    insert_rows(
        session,
        MonthPupil,
        [{"month_id": sending.id, "pupil_id": pupil, "document_id": documents.get(pupil)} for pupil in wanted],
    )
    return job_id


def to_send(session: Session, period_key: str, pupils: Sequence[int], day: date, *, again: bool) -> list[int]:
    """The pupils somebody of whose family is to get the transcript."""
    families = recipients(session, pupils, day)
    has_it = frozenset() if again else got(session, period_key, pupils)
    return [pupil for pupil in pupils if any((pupil, one.person_id) not in has_it for one in families.get(pupil, ()))]
