"""Issuing documents to several classes as a job: all of them or none, whatever happens to the worker."""

from datetime import date

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.documents import queries
from core.documents.access import PREPARE
from core.documents.issuing import Order, is_entered, issue_batch
from core.documents.kinds import BY_TYPE
from core.documents.models import IssuedBundle, IssuedDocument
from core.documents.periods import period_named
from core.foundation.database import school_of
from core.foundation.errors import NotAllowed
from core.foundation.files import file_store
from core.foundation.runtime import klade
from core.values.asker import Asker
from core.values.jobs import Job, JobContext, JobResult, Lane


class _Stopped(Exception):
    """Somebody asked to stop."""


def _run(context: JobContext) -> JobResult | None:
    with context.read() as session:
        is_done = is_entered(session, context.id)
        orders = [] if is_done else _orders(session, context)
        store = file_store(klade().database, school_of(session))
    if not is_done:
        total = sum(len(order.document.subject_ids) for order in orders) + 1

        def step(sheets: int) -> None:
            if context.cancelled():
                raise _Stopped
            context.progress(sheets, total)

        try:
            issue_batch(context, store, orders, context.id, step)
        except _Stopped:
            return None
        context.progress(total, total)
    with context.read() as session:
        return _result(session, context)


def _orders(session: Session, context: JobContext) -> list[Order]:
    """The chosen classes that the asker prepares, with their pupils. Raises NotAllowed, NotFound."""
    asked, asker = context.arguments, _known(context.asker)
    kind, prepared = BY_TYPE[asked["type_key"]], date.fromisoformat(asked["prepared"])
    orders = []
    for school_class in queries.classes_named(session, asker, asked["class_ids"]):
        period = period_named(kind.periods(session, school_class, prepared), asked["period_key"])
        pupils = queries.pupils_to_prepare(session, asker, school_class.id, period.last)
        if pupils:
            orders.append(Order(kind.document(pupils, period, prepared), school_class.id))
    return orders


def _known(asker: Asker | None) -> Asker:
    if asker is None:
        raise NotAllowed(_l("Documents are issued by a person."))
    return asker


def _result(session: Session, context: JobContext) -> JobResult:
    mine = IssuedBundle.batch_id == context.id
    count = session.scalar(
        select(func.count())
        .select_from(IssuedDocument)
        .join(IssuedBundle, IssuedBundle.id == IssuedDocument.bundle_id)
        .where(mine)
    )
    whole = session.scalar(select(IssuedBundle.id).where(mine, IssuedBundle.school_class_id.is_(None)))
    text = ngettext("%(num)d document was issued.", "%(num)d documents were issued.", count or 0)
    return JobResult(text, "documents.bundle", {"bundle_id": whole})


ISSUE_MANY = Job("documents.issue", _l("Issue documents to several classes"), _run, permission=PREPARE, lane=Lane.HEAVY)
