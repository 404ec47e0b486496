"""The documents of a sending: issued once, entered in the register and in the sending in one transaction."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.classes.models import ClassMembership, SchoolClass
from core.documents.issuing import issue
from core.documents.models import IssuedDocument
from core.documents.periods import period_named, periods
from core.foundation import clock
from core.foundation.database import school_of
from core.foundation.files import file_store
from core.foundation.runtime import klade
from core.foundation.text import DEFAULT_LANGUAGE
from core.values.documents import TRANSCRIPT, Document
from core.values.jobs import JobContext
from klade_messaging.month.models import WAITING, MonthPupil, MonthSending
from klade_messaging.month.queries import rows_of, sending_of

T = TypeVar("T")


def issue_documents(context: JobContext) -> None:
    """Issue the transcripts that the sending lacks; for the whole class also one file for the printer."""
    with context.read() as session:
        sending = sending_of(session, context.id)
        lacking = [
            row.pupil_id for row in rows_of(session, sending.id) if row.document_id is None and row.state == WAITING
        ]
        if not lacking:
            return
        document = _document(session, sending, tuple(lacking))
        whole = len(lacking) == _members(session, sending)
        store = file_store(klade().database, school_of(session))
    issue(_Desk(context, sending.id), store, document, sending.school_class_id if whole else None)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where the documents are issued: each row of the register is noted in the sending as it is entered."""

    context: JobContext
    month_id: int

    def read(self) -> AbstractContextManager[Session]:
        return self.context.read()

    def write(self, kind: str, work: Callable[[Session], T]) -> T:
        def entered(session: Session) -> T:
            last = session.scalar(select(func.max(IssuedDocument.id))) or 0
            result = work(session)
            _enter(session, self.month_id, last)
            return result

        return self.context.write(kind, entered)


def _enter(session: Session, month_id: int, last: int) -> None:
    """Note which document, of those entered after the `last` one, is about whom."""
    rows = [row for row in rows_of(session, month_id) if row.document_id is None]
    documents = dict(
        session.execute(
            select(IssuedDocument.person_id, IssuedDocument.id).where(
                IssuedDocument.id > last, IssuedDocument.person_id.in_([row.pupil_id for row in rows])
            )
        ).all()
    )
    for row in rows:
        row.document_id = documents.get(row.pupil_id)


def _document(session: Session, sending: MonthSending, pupils: tuple[int, ...]) -> Document:
    school_class = session.get_one(SchoolClass, sending.school_class_id)
    period = period_named(periods(session, school_class, clock.today()), sending.period_key)
    return Document(
        type_key=TRANSCRIPT,
        subject_ids=pupils,
        first=sending.first,
        last=sending.last,
        period_key=sending.period_key,
        period=period.title(DEFAULT_LANGUAGE),
        prepared=clock.today(),
        language=DEFAULT_LANGUAGE,
    )


def _members(session: Session, sending: MonthSending) -> int:
    counted = select(func.count(ClassMembership.pupil_id.distinct())).where(
        ClassMembership.school_class_id == sending.school_class_id, ClassMembership.on(sending.last)
    )
    return session.scalar(counted) or 0


def latest_documents(session: Session, period_key: str, pupil_ids: list[int]) -> dict[int, int | None]:
    """By pupil: the document that was last sent over a month."""
    rows = session.execute(
        select(MonthPupil.pupil_id, MonthPupil.document_id)
        .join(MonthSending, MonthSending.id == MonthPupil.month_id)
        .where(
            MonthSending.period_key == period_key,
            MonthPupil.pupil_id.in_(pupil_ids),
            MonthPupil.document_id.is_not(None),
        )
        .order_by(MonthPupil.id)
    )
    return dict(rows.all())
