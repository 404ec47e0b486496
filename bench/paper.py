"""The journal page that the aims name: 25 pupils by 40 columns, cut out of a journal of the demonstration school."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.classes.models import ClassMembership
from core.demonstration.accounts import DemoAccounts
from core.foundation.database import Author, SchoolRef
from core.foundation.runtime import Klade
from core.journals.assessment.models import Assessment
from core.journals.lessons.models import Lesson
from core.journals.register.models import Journal, JournalClass, JournalPupil, JournalTeacher
from core.people.models import Person
from core.schools.models import Term

PUPILS, COLUMNS = 25, 40


@dataclass(frozen=True, slots=True)
class _Size:
    """What a journal shows in the first term."""

    journal: int
    pupils: list[int]
    lessons: list[int]
    """Those without an assessment, the last ones first."""
    columns: int

    @property
    def fits(self) -> bool:
        """Large enough to be cut, with lessons enough that may go."""
        return len(self.pupils) >= PUPILS and 0 <= self.columns - COLUMNS <= len(self.lessons)


def cut_journal(program: Klade, school: SchoolRef, accounts: DemoAccounts) -> int:
    """A journal of the demonstration's teacher, with the size that the aims name."""
    with program.database.read(school) as session:
        fitting = [size for size in _sizes(session, accounts) if size.fits]
    best = min(fitting, key=lambda size: size.columns)

    def work(session: Session) -> None:
        for lesson in session.scalars(select(Lesson).where(Lesson.id.in_(best.lessons[: best.columns - COLUMNS]))):
            lesson.state = "cancelled"
        whole = session.scalars(select(JournalClass).where(JournalClass.journal_id == best.journal)).one()
        for pupil in best.pupils[:PUPILS]:
            session.add(JournalPupil(journal_id=best.journal, pupil_id=pupil, from_date=whole.from_date))
        # The class as a whole comes after the term that is shown.
        whole.from_date += timedelta(days=270)

    program.database.write(school, Author(None, "bench"), work, kind="bench.journal")
    return best.journal


def _sizes(session: Session, accounts: DemoAccounts) -> list[_Size]:
    name = next(one.person for one in accounts.accounts if one.role == "teacher")
    term = session.scalars(select(Term).where(Term.key == "s1")).first()
    assert term is not None
    own = (
        select(Journal.id)
        .join(JournalTeacher, JournalTeacher.journal_id == Journal.id)
        .join(Person, Person.id == JournalTeacher.person_id)
        .where(Person.given_name + " " + Person.family_name == name)
    )
    return [_size(session, journal, term) for journal in session.scalars(own)]


def _size(session: Session, journal: int, term: Term) -> _Size:
    pupils = select(ClassMembership.pupil_id).join(
        JournalClass, JournalClass.school_class_id == ClassMembership.school_class_id
    )
    lessons = select(Lesson.id).where(Lesson.journal_id == journal, Lesson.day <= term.until_date)
    marked = select(Assessment.lesson_id).where(Assessment.journal_id == journal, Assessment.lesson_id.is_not(None))
    works = select(func.count()).where(Assessment.journal_id == journal)
    return _Size(
        journal,
        list(session.scalars(pupils.where(JournalClass.journal_id == journal))),
        list(session.scalars(lessons.where(Lesson.id.not_in(marked)).order_by(Lesson.day.desc()))),
        (session.scalar(select(func.count()).select_from(lessons.subquery())) or 0) + (session.scalar(works) or 0),
    )
