"""What teachers of the demonstration school recorded until now: topics, roll, absences, assessments, marks."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.demonstration.plan import CLASS_HOUR
from core.demonstration.texts import homework_of, outcome_of, topic_of
from core.foundation import clock
from core.foundation.history.record import insert_rows
from core.journals.assessment.models import Assessment, Mark
from core.journals.attendance.models import Absence
from core.journals.lessons.models import Lesson, LessonContent, RollCall
from core.values.marks import MarkScheme, ParsedMark

_FORGOTTEN = 0.25
"""The share of yesterday's and today's lessons that the teacher has not filled in yet."""
_ABSENT, _LATE = 0.05, 0.012
_BATCH = 40


@dataclass(frozen=True, slots=True)
class Taught:
    """One journal as records need it."""

    journal: int
    title: str
    grade: int
    teacher: int
    pupils: tuple[int, ...]
    summative: str | None
    formative: str | None


@dataclass(slots=True)
class Records:
    """Writes the records of journals up to an instant."""

    session: Session
    chance: Random
    schemes: Mapping[str, MarkScheme]
    until: datetime
    _parsed: dict[tuple[str, str], ParsedMark] = field(default_factory=dict)
    _ill: dict[tuple[int, date], bool] = field(default_factory=dict)

    def enter(self, journals: Iterable[Taught]) -> None:
        """Record all lessons that had begun; a few journals at a time, so that memory stays small."""
        found = list(journals)
        for first in range(0, len(found), _BATCH):
            self._some(found[first : first + _BATCH])

    def _some(self, journals: list[Taught]) -> None:
        lessons = self._held([one.journal for one in journals])
        self._contents(journals, lessons)
        recorded = {
            one.journal: [lesson for lesson in lessons[one.journal] if not self._is_forgotten(lesson[1])]
            for one in journals
        }
        self._roll(journals, recorded)
        self._absences(journals, recorded)
        self._work(journals, recorded)

    def _held(self, journals: list[int]) -> dict[int, list[tuple[int, date, time]]]:
        """Lessons that had begun, by journal: id, day, start."""
        local = clock.local(self.until)
        rows = self.session.execute(
            select(Lesson.journal_id, Lesson.id, Lesson.day, Lesson.starts)
            .where(Lesson.journal_id.in_(journals), Lesson.day <= local.date())
            .order_by(Lesson.journal_id, Lesson.day, Lesson.number)
        )
        found: dict[int, list[tuple[int, date, time]]] = defaultdict(list)
        for journal, lesson, day, starts in rows:
            if day < local.date() or (starts or time(8)) < local.time():
                found[journal].append((lesson, day, starts or time(8)))
        return found

    def _is_forgotten(self, day: date) -> bool:
        is_recent = day >= clock.local(self.until).date() - timedelta(days=1)
        return is_recent and self.chance.random() < _FORGOTTEN

    def _contents(self, journals: list[Taught], lessons: Mapping[int, list[tuple[int, date, time]]]) -> None:
        rows: list[dict[str, Any]] = []
        for one in journals:
            days = sorted({day for _, day, _ in lessons[one.journal]})
            following = dict(pairwise(days))
            for number, (lesson, day, _) in enumerate(lessons[one.journal]):
                if self._is_forgotten(day):
                    continue
                sets = one.title != CLASS_HOUR.title and self.chance.random() < 0.6
                homework = homework_of(one.title, number) if sets else None
                # Due in the next lesson; of those to come only the same weekday is certain here.
                due = following.get(day, day + timedelta(days=7)) if homework else None
                rows.append(
                    {
                        "lesson_id": lesson,
                        "topic": topic_of(one.title, one.grade, number),
                        "outcome": outcome_of(one.title, number),
                        "homework": homework,
                        "homework_none": homework is None,
                        "homework_due": due,
                    }
                )
        insert_rows(self.session, LessonContent, rows)

    def _roll(self, journals: list[Taught], lessons: Mapping[int, list[tuple[int, date, time]]]) -> None:
        rows = [
            {
                "lesson_id": lesson,
                "taken_at": clock.at_local(day, starts) + timedelta(minutes=5),
                "taken_by_id": one.teacher,
            }
            for one in journals
            for lesson, day, starts in lessons[one.journal]
        ]
        insert_rows(self.session, RollCall, rows)

    def _absences(self, journals: list[Taught], lessons: Mapping[int, list[tuple[int, date, time]]]) -> None:
        rows = []
        for one in journals:
            for lesson, day, _ in lessons[one.journal]:
                for pupil in one.pupils:
                    kind = self._absence(pupil, day)
                    if kind is not None:
                        minutes = self.chance.choice((5, 10, 15, 20)) if kind == "late" else None
                        rows.append({"lesson_id": lesson, "pupil_id": pupil, "kind": kind, "minutes": minutes})
        insert_rows(self.session, Absence, rows)

    def _absence(self, pupil: int, day: date) -> str | None:
        # Who is ill is away the whole day.
        ill = self._ill.get((pupil, day))
        if ill is None:
            ill = self._ill[pupil, day] = self.chance.random() < _ABSENT
        if ill:
            return "absent"
        return "late" if self.chance.random() < _LATE else None

    def _work(self, journals: list[Taught], lessons: Mapping[int, list[tuple[int, date, time]]]) -> None:
        rows: list[dict[str, Any]] = []
        owners: list[Taught] = []
        for one in journals:
            for row in self._assessments(one, lessons[one.journal]):
                rows.append(row)
                owners.append(one)
        ids = insert_rows(self.session, Assessment, rows)
        marks: list[dict[str, Any]] = []
        for row, assessment, one in zip(rows, ids, owners, strict=True):
            marks.extend(self._marks(one, assessment, row))
        insert_rows(self.session, Mark, marks)

    def _assessments(self, one: Taught, lessons: list[tuple[int, date, time]]) -> Iterable[dict[str, Any]]:
        for number, (lesson, day, _) in enumerate(lessons, start=1):
            is_summative = number % 12 == 0
            scheme = one.summative if is_summative else one.formative
            if scheme is None or not (is_summative or number % 6 == 4):
                continue
            topic = topic_of(one.title, one.grade, number - 1)
            yield {
                "journal_id": one.journal,
                "lesson_id": lesson,
                "day": day,
                "kind": "summative" if is_summative else "formative",
                "scheme_key": scheme,
                "title": f"{'Kontroldarbs' if is_summative else 'Pārbaude'}: {topic}",
                "weight": 200 if is_summative else 100,
                "state": "marked",
            }

    def _marks(self, one: Taught, assessment: int, row: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
        written = clock.at_local(row["day"], time(16)) + timedelta(days=2)
        for pupil in one.pupils:
            if self.chance.random() < 0.05:
                continue
            parsed = self._read(row["scheme_key"], self._typed(row["scheme_key"], pupil))
            yield {
                "assessment_id": assessment,
                "pupil_id": pupil,
                "day": row["day"],
                "text": parsed.text,
                "scheme_key": row["scheme_key"],
                "scheme_revision": self.schemes[row["scheme_key"]].revision,
                "number": parsed.number,
                "counts": parsed.counts,
                "passed": parsed.passed,
                "written_by_id": one.teacher,
                "written_at": min(written, self.until),
            }

    def _typed(self, scheme: str, pupil: int) -> str:
        # Each pupil has a bent of their own, so that averages differ.
        bent = (pupil * 2654435761 % 1000) / 1000
        value = min(1.0, max(0.0, self.chance.gauss(0.45 + 0.4 * bent, 0.16)))
        if scheme == "grading.percent":
            return str(round(value * 100))
        if scheme == "grading.levels":
            return "STAP"[min(3, int(value * 4))]
        return "nv" if self.chance.random() < 0.02 else str(max(1, round(value * 10)))

    def _read(self, scheme: str, text: str) -> ParsedMark:
        parsed = self._parsed.get((scheme, text))
        if parsed is None:
            parsed = self._parsed[scheme, text] = self.schemes[scheme].parse(text)
        return parsed
