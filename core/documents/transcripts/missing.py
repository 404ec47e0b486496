"""What a transcript cannot say yet: works without a mark, lessons without a roll call."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from core.documents.transcripts import statements


@dataclass(frozen=True, slots=True)
class UnmarkedWork:
    """A summative work that some of the pupils have no mark for."""

    journal: str
    title: str
    day: date
    pupils: frozenset[int]


@dataclass(frozen=True, slots=True)
class UncalledLessons:
    """Lessons of a journal in which the roll call was not taken."""

    journal_id: int
    journal: str
    count: int


@dataclass(frozen=True, slots=True)
class Missing:
    """What is missing for some pupils over some days."""

    works: Sequence[UnmarkedWork]
    lessons: Sequence[UncalledLessons]

    def works_of(self, pupil_id: int) -> list[UnmarkedWork]:
        return [work for work in self.works if pupil_id in work.pupils]


def missing(session: Session, pupil_ids: Collection[int], first: date, last: date, today: date) -> Missing:
    """Two statements. Lessons of today are not asked for: they may be yet to come."""
    asked = {"pupils": sorted(pupil_ids), "first": first, "last": min(last, today)}
    run = session.connection().execute
    works: dict[tuple[str, str, date], set[int]] = defaultdict(set)
    for pupil, journal, title, day in run(statements.unmarked, asked):
        works[journal, title, day].add(pupil)
    lessons: dict[tuple[int, str], int] = defaultdict(int)
    asked["last"] = min(last, today - timedelta(days=1))
    for journal_id, journal, _lesson in run(statements.without_roll, asked):
        lessons[journal_id, journal] += 1
    return Missing(
        tuple(UnmarkedWork(*work, frozenset(pupils)) for work, pupils in works.items()),
        tuple(UncalledLessons(*journal, count) for journal, count in lessons.items()),
    )
