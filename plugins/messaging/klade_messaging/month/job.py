"""Sending the transcripts of a class: documents are issued, letters written, and the journal notes what arrived.

Each step is one transaction that leaves a fact, and begins by looking at the facts: after a crash the next try goes on
where the former one stopped, and nothing is issued or sent twice.
"""

from functools import partial

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from core.classes.models import SchoolClass
from core.foundation.errors import NotAllowed
from core.foundation.permissions import allows
from core.values.jobs import Job, JobContext, JobResult
from klade_messaging.month.access import SEND
from klade_messaging.month.asking import JOB
from klade_messaging.month.closing import close
from klade_messaging.month.documents import issue_documents
from klade_messaging.month.letters import waiting_rows, write_some
from klade_messaging.month.queries import rows_of, sending_of

LETTERS = "month.letters"
AT_ONCE = 5
"""Families whose letters are written in one transaction; between them it can be stopped."""


def _send(context: JobContext) -> JobResult:
    with context.read() as session:
        sending = sending_of(session, context.id)
        _check(session, context, sending.school_class_id)
        total = len(rows_of(session, sending.id))
    if not context.cancelled():
        issue_documents(context)
        _write_letters(context, sending.id, total)
    said = close(context)
    return JobResult(said, "messaging_month.show", {"class_id": sending.school_class_id, "period": sending.period_key})


def _check(session: Session, context: JobContext, class_id: int) -> None:
    """Raises NotAllowed for who may no longer send to this class; what goes by itself nobody asked for."""
    if context.asker is not None and not allows(session, context.asker, SEND, SchoolClass, class_id):
        raise NotAllowed(_l("You may not send the transcripts of this class any more. Nothing was sent."))


def _write_letters(context: JobContext, month_id: int, total: int) -> None:
    while not context.cancelled():
        with context.read() as session:
            waiting = waiting_rows(session, month_id)
        context.progress(total - len(waiting), total)
        if not waiting:
            return
        context.write(LETTERS, partial(write_some, month_id=month_id, row_ids=waiting[:AT_ONCE]))


SEND_MONTH = Job(JOB, _l("Send the month's transcripts of marks"), _send, permission=SEND)
