"""What is new in a pupil's diary: that marks were written, how many and in what, never which."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from flask_babel import LazyString, ngettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.history.queries import rows_changed
from core.foundation.names import sort_key
from core.foundation.runtime import klade
from core.journals.assessment.models import Assessment, Mark
from core.journals.register.models import Journal
from core.people.queries.families import family_with
from core.schools.models import Subject
from core.values.notices import News, NoticeQuestion, NoticeRule, TakenBack

Span = tuple[datetime, datetime]


def find_marks(session: Session, question: NoticeQuestion) -> Iterable[News | TakenBack]:
    """For each pupil with a mark written or cleared, what there is of the day; once a day, growing until its end."""
    spans = dict.fromkeys(question.span_of(moment) for moment in (question.since, question.until))
    counted: defaultdict[int, dict[Span, Counter[str]]] = defaultdict(dict)
    latest: dict[tuple[int, Span], datetime] = {}
    for pupil, subject, written_at in session.execute(_marks(question, min(start for start, _end in spans))):
        of_pupil = counted[pupil]
        for span in spans:
            if written_at is not None and span[0] < written_at <= span[1]:
                of_pupil.setdefault(span, Counter())[subject] += 1
                latest[pupil, span] = max(written_at, latest.get((pupil, span), written_at))
    if not counted:
        return
    book = klade().role_books.of(session)
    family = family_with(session, book, "diary.marks", sorted(counted), clock.today())
    for one in family:
        for span in spans:
            subjects = counted[one.pupil_id].get(span)
            if subjects:
                yield News(
                    one.person_id,
                    _about(one.pupil_id, span),
                    LazyString(_said, one.given_name, subjects),
                    latest[one.pupil_id, span],
                    "diary.marks",
                    {"pupil_id": one.pupil_id},
                    one.child_id,
                )
    for pupil, of_pupil in counted.items():
        for span in spans:
            if span not in of_pupil:
                yield TakenBack(_about(pupil, span))


def _marks(question: NoticeQuestion, first: datetime) -> Any:
    """Pupil, subject and moment of the marks that stand since `first`, of pupils about whose marks something changed.

    A pupil with none is there once, with nothing.
    """
    touched = (
        select(Mark.pupil_id)
        .where(
            or_(
                Mark.id.in_(rows_changed(Mark, question.since, question.until)),
                Mark.assessment_id.in_(rows_changed(Assessment, question.since, question.until)),
            )
        )
        .distinct()
        .cte("touched")
    )
    standing = (
        select(Mark.pupil_id, func.coalesce(Subject.title, Journal.title).label("subject"), Mark.written_at)
        .join(Assessment, Assessment.id == Mark.assessment_id)
        .join(Journal, Journal.id == Assessment.journal_id)
        .outerjoin(Subject, Subject.id == Journal.subject_id)
        .where(
            Mark.pupil_id.in_(select(touched.c.pupil_id)),
            Mark.voided.is_(None),
            Assessment.voided.is_(None),
            Mark.written_at > first,
        )
        .subquery("standing")
    )
    return select(touched.c.pupil_id, standing.c.subject, standing.c.written_at).outerjoin(
        standing, standing.c.pupil_id == touched.c.pupil_id
    )


def _about(pupil: int, span: Span) -> str:
    return f"marks:{pupil}:{clock.local(span[1]).date()}"


def _said(given_name: str, subjects: Mapping[str, int]) -> str:
    """`Anna: 3 jauni vērtējumi – Fizika, Matemātika`"""
    said: str = ngettext(
        "%(child)s: %(num)d new mark – %(subjects)s",
        "%(child)s: %(num)d new marks – %(subjects)s",
        sum(subjects.values()),
        child=given_name,
        subjects=", ".join(sorted(subjects, key=lambda title: sort_key(title, ""))),
    )
    return said


NEW_MARKS = NoticeRule("marks.new", _l("New marks"), find_marks, hats=("guardian", "pupil"), order=20)
