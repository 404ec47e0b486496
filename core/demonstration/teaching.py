"""Subjects, journals and the timetable of the demonstration school."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from core.demonstration.plan import CLASS_HOUR, SUBJECTS, Teaching
from core.foundation.history.record import insert_rows
from core.journals.register.models import Journal, JournalClass, JournalTeacher
from core.journals.timetable.models import TimetableEntry
from core.schools.models import Subject

YOUNG = 3
"""Up to this grade levels are given, not marks (`domain.md` 2.2)."""


@dataclass(slots=True)
class Journals:
    """Enters journals for the planned teachings; ids stand in their order."""

    session: Session
    year_id: int
    first_day: date
    schemes: frozenset[str]

    def enter(
        self, teachings: list[Teaching], classes: list[int], names: list[str], teachers: list[int], rooms: list[int]
    ) -> list[int]:
        subjects = self._subjects()
        journals = insert_rows(
            self.session,
            Journal,
            [
                {
                    "school_year_id": self.year_id,
                    "kind_key": "class" if one.subject is not CLASS_HOUR else CLASS_HOUR.kind,
                    "subject_id": subjects.get(one.subject.title),
                    "title": f"{one.subject.title} {names[one.school_class]}",
                    "usual_scheme": self.summative_scheme(one.grade) if one.subject is not CLASS_HOUR else None,
                }
                for one in teachings
            ],
        )
        dated = {"from_date": self.first_day}
        insert_rows(
            self.session,
            JournalClass,
            [
                {"journal_id": journal, "school_class_id": classes[one.school_class]} | dated
                for journal, one in zip(journals, teachings, strict=True)
            ],
        )
        insert_rows(
            self.session,
            JournalTeacher,
            [
                {"journal_id": journal, "person_id": teachers[one.teacher]} | dated
                for journal, one in zip(journals, teachings, strict=True)
            ],
        )
        insert_rows(
            self.session,
            TimetableEntry,
            [
                {"journal_id": journal, "weekday": day, "number": number, "room_id": rooms[one.school_class]} | dated
                for journal, one in zip(journals, teachings, strict=True)
                for day, number in one.places
            ],
        )
        return journals

    def summative_scheme(self, grade: int) -> str | None:
        """The scale of summative work in a grade, if its plugin is there."""
        key = "grading.levels" if grade <= YOUNG else "grading.ten"
        return key if key in self.schemes else None

    def _subjects(self) -> dict[str, int]:
        ids = insert_rows(
            self.session,
            Subject,
            [
                {
                    "title": plan.title,
                    "short_title": plan.short,
                    "kind": plan.kind,
                    "position": position,
                    "usual_scheme": self.summative_scheme(YOUNG + 1),
                }
                for position, plan in enumerate(SUBJECTS)
            ],
        )
        return {plan.title: row for plan, row in zip(SUBJECTS, ids, strict=True)}
