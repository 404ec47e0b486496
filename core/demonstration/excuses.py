"""What families of the demonstration school announced, and what class teachers decided about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.classes.models import ClassMembership, ClassTeacher
from core.foundation import clock
from core.foundation.history.record import insert_rows
from core.journals.attendance.models import Absence
from core.journals.excuses.models import Announcement, Excuse
from core.journals.excuses.words import ACCEPTED, GUARDIAN_NOTE
from core.journals.lessons.models import Lesson
from core.people.models import Guardianship

_JUSTIFIED = 0.5
"""The share of days of absence that are justified by now."""
_RECENT = timedelta(days=3)
_REASONS = ("illness", "illness", "illness", "doctor", "family")


@dataclass(slots=True)
class Excuses:
    """Enters announcements and excuses for absences that are recorded."""

    session: Session
    chance: Random
    until: datetime

    def enter(self, guardian_id: int) -> None:
        """Half of the older days of absence are justified; of one guardian's children two announcements wait."""
        older = clock.local(self.until).date() - _RECENT
        accepted = [
            (pupil, day, guardian, teacher)
            for pupil, day, guardian, teacher in self._days(older)
            if self.chance.random() < _JUSTIFIED
        ]
        self._accepted(accepted)
        self._waiting(guardian_id)

    def _days(self, before: date) -> Iterable[Any]:
        """Pupil, day, a guardian and the class teacher, for each day on which somebody was absent."""
        seen = set()
        rows = self.session.execute(
            select(Absence.pupil_id, Lesson.day, Guardianship.guardian_id, ClassTeacher.person_id)
            .join(Lesson, Lesson.id == Absence.lesson_id)
            .join(Guardianship, Guardianship.pupil_id == Absence.pupil_id)
            .join(ClassMembership, ClassMembership.pupil_id == Absence.pupil_id)
            .join(ClassTeacher, ClassTeacher.school_class_id == ClassMembership.school_class_id)
            .where(Absence.kind == "absent", Lesson.day < before, Guardianship.access == "granted")
            .order_by(Absence.pupil_id, Lesson.day, Guardianship.id)
        )
        for pupil, day, guardian, teacher in rows:
            if (pupil, day) not in seen:
                seen.add((pupil, day))
                yield pupil, day, guardian, teacher

    def _accepted(self, days: Sequence[Any]) -> None:
        rows: list[dict[str, Any]] = []
        for pupil, day, guardian, teacher in days:
            known = {"pupil_id": pupil, "from_date": day, "until_date": day}
            known |= {"reason_key": self.chance.choice(_REASONS), "decided_by_id": teacher}
            decided = clock.at_local(day, time(15))
            rows.append(known | {"made_by_id": guardian, "made_at": clock.at_local(day, time(8)), "state": ACCEPTED})
            rows[-1] |= {"decided_at": decided}
        announced = insert_rows(self.session, Announcement, rows)
        shared = ("pupil_id", "from_date", "until_date", "reason_key", "decided_by_id", "decided_at")
        excuses: list[dict[str, Any]] = [
            {name: row[name] for name in shared} | {"document": GUARDIAN_NOTE, "announcement_id": announcement}
            for row, announcement in zip(rows, announced, strict=True)
        ]
        insert_rows(self.session, Excuse, excuses)

    def _waiting(self, guardian_id: int) -> None:
        today = clock.local(self.until).date()
        children = self.session.scalars(
            select(Guardianship.pupil_id).where(Guardianship.guardian_id == guardian_id).order_by(Guardianship.pupil_id)
        ).all()
        spans = ((today, today, "illness"), (today + timedelta(days=1), today + timedelta(days=2), "family"))
        rows: list[dict[str, Any]] = [
            {
                "pupil_id": children[place % len(children)],
                "made_by_id": guardian_id,
                "made_at": self.until,
                "from_date": first,
                "until_date": last,
                "reason_key": reason,
            }
            for place, (first, last, reason) in enumerate(spans)
        ]
        insert_rows(self.session, Announcement, rows)
