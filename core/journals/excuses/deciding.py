"""Deciding about absences: accepting and rejecting what was announced, justifying what was recorded."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.errors import Conflict, Invalid, NotFound, Problem
from core.foundation.history.record import insert_rows
from core.journals.attendance.models import Absence
from core.journals.excuses.announcing import waiting
from core.journals.excuses.journals import tell_journals
from core.journals.excuses.models import Announcement, Excuse, ExcusedLesson, ExcuseReason
from core.journals.excuses.shown import ABSENT
from core.journals.excuses.words import ACCEPTED, GUARDIAN_NOTE, REJECTED, WAITING
from core.journals.lessons.models import Lesson

ACCEPTING, REJECTING, JUSTIFYING, ENDING = (
    "absence.accepted",
    "absence.rejected",
    "absence.justified",
    "absence.unjustified",
)


def accept(session: Session, announcement_id: int, decided_by_id: int, document: str | None) -> Excuse:
    """Justify what was announced: absences recorded already, and those recorded later. Raises Conflict."""
    found = waiting(session, announcement_id)
    found.state, found.decided_by_id, found.decided_at = ACCEPTED, decided_by_id, clock.now()
    excuse = Excuse(
        pupil_id=found.pupil_id,
        from_date=found.from_date,
        until_date=found.until_date,
        first_lesson=found.first_lesson,
        last_lesson=found.last_lesson,
        reason_key=found.reason_key,
        document=document or GUARDIAN_NOTE,
        announcement_id=found.id,
        decided_by_id=decided_by_id,
        decided_at=clock.now(),
    )
    session.add(excuse)
    session.flush()
    tell_journals(session, [excuse.id])
    return excuse


def reject(session: Session, announcement_id: int, decided_by_id: int, answer: str) -> Announcement:
    """Refuse an announcement; the family is told why. Raises Conflict."""
    found = waiting(session, announcement_id)
    found.state, found.decided_by_id, found.decided_at = REJECTED, decided_by_id, clock.now()
    found.answer = " ".join(answer.split())
    return found


def justify(
    session: Session,
    absence_ids: Collection[int],
    pupils: Select[tuple[int]],
    *,
    reason_key: str,
    document: str | None,
    decided_by_id: int,
) -> int:
    """Justify recorded absences of the pupils whom a condition reaches; how many. Raises Invalid.

    One excuse a pupil, of exactly these lessons.
    """
    if session.scalar(select(ExcuseReason.id).where(ExcuseReason.key == reason_key)) is None:
        raise Invalid(_l("Nothing was justified."), [Problem("reason", _l("Choose the reason."))])
    rows: Any = session.execute(
        select(Absence.pupil_id, Lesson.id, Lesson.day)
        .join(Lesson, Lesson.id == Absence.lesson_id)
        .where(
            Absence.id.in_(absence_ids),
            Absence.kind == ABSENT,
            Absence.voided.is_(None),
            Absence.pupil_id.in_(pupils),
        )
    ).all()
    if not rows:
        message = _l("Select the absences that are to be justified.")
        raise Invalid(message, [Problem("absence", message)])
    lessons = defaultdict(list)
    for pupil, lesson, day in rows:
        lessons[pupil].append((day, lesson))
    values = [
        {
            "pupil_id": pupil,
            "from_date": min(of_pupil)[0],
            "until_date": max(of_pupil)[0],
            "is_of_lessons": True,
            "reason_key": reason_key,
            "document": document,
            "decided_by_id": decided_by_id,
            "decided_at": clock.now(),
        }
        for pupil, of_pupil in lessons.items()
    ]
    ids = insert_rows(session, Excuse, values)
    chosen = [
        {"excuse_id": excuse, "lesson_id": lesson}
        for excuse, of_pupil in zip(ids, lessons.values(), strict=True)
        for _day, lesson in of_pupil
    ]
    insert_rows(session, ExcusedLesson, chosen)
    tell_journals(session, ids)
    return len(rows)


def end_excuse(session: Session, excuse_id: int) -> Excuse:
    """The excuse no longer holds; an announcement that it rested on waits again. Raises NotFound and Conflict."""
    excuse = session.get(Excuse, excuse_id)
    if excuse is None:
        raise NotFound(_l("There is no such excuse."))
    if excuse.voided is not None:
        raise Conflict(_l("This has been taken back already."))
    excuse.voided = clock.now()
    if excuse.announcement_id is not None:
        announced = session.get_one(Announcement, excuse.announcement_id)
        announced.state, announced.decided_by_id, announced.decided_at = WAITING, None, None
    tell_journals(session, [excuse.id])
    return excuse
