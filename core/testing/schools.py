"""A school that tests build by speaking: `school.pupil("Anna", "Bērziņa", school_class)`.

Facts are written as one change each, by the author "klade test", as of the first day of the school year unless another
day is given. What comes back are the rows themselves, detached: their ids and values may be read, not changed.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from core.classes.models import SchoolClass
    from core.foundation.database import Database, School, SchoolRef
    from core.journals.assessment.models import Assessment, Mark
    from core.journals.excuses.models import Announcement, Excuse
    from core.journals.lessons.models import Lesson
    from core.journals.register.models import Journal
    from core.people.models import GuardianDecision, Guardianship, Person, RoleHeld
    from core.schools.models import Room, SchoolYear, Subject

    Row = TypeVar("Row", bound=School)

T = TypeVar("T")

YEAR = "2026/2027"
FIRST_DAY, LAST_DAY = date(2026, 9, 1), date(2027, 5, 31)


@dataclass
class BuiltSchool:
    """The school of a test, and the words to fill it with."""

    database: Database
    ref: SchoolRef
    _found: dict[tuple[str, str], Any] = field(default_factory=dict)

    # ------------------------------------------------------------------------------------------ reading, writing

    def write(self, work: Callable[[Session], T], kind: str = "test.fact") -> T:
        """One change of the school's facts."""
        from core.foundation.database import Author

        return self.database.write(self.ref, Author(None, "klade test"), work, kind=kind)

    def read(self) -> AbstractContextManager[Session]:
        return self.database.read(self.ref)

    def add(self, row: Row) -> Row:
        """Write one row of any table."""

        def work(session: Session) -> Row:
            session.add(row)
            session.flush()
            session.refresh(row)
            return row

        return self.write(work)

    def again(self, row: Row) -> Row:
        """The row as the database has it now."""
        with self.read() as session:
            return session.get_one(type(row), row.id)  # type: ignore[attr-defined]  # every fact has an id

    def history_of(self, row: School) -> list[tuple[str | None, str | None, str | None]]:
        """Column, old and new of each line of the row's history, oldest first."""
        from sqlalchemy import select

        from core.foundation.history.models import ChangeLine

        lines = select(ChangeLine.column_name, ChangeLine.old, ChangeLine.new).where(
            ChangeLine.table_name == row.__tablename__,
            ChangeLine.row_id == row.id,  # type: ignore[attr-defined]  # as above
        )
        with self.read() as session:
            return [(column, old, new) for column, old, new in session.execute(lines.order_by(ChangeLine.id))]

    # ---------------------------------------------------------------------------------------------------- people

    def person(self, given_name: str, family_name: str, **facts: Any) -> Person:
        from core.foundation.names import sort_key
        from core.people.models import Person

        names = {"given_name": given_name, "family_name": family_name}
        return self.add(Person(**names, sort_key=sort_key(family_name, given_name), **facts))

    def staff(self, given_name: str, family_name: str, *roles: str, post: str = "Skolotājs", **facts: Any) -> Person:
        """Somebody with a post, and with the roles that the school grants (`superuser`, `head`, `deputy`, …)."""
        from core.people.models import Post

        person = self.person(given_name, family_name, **facts)
        self.add(Post(person_id=person.id, title=post, from_date=FIRST_DAY))
        for role in roles:
            self.give_role(person, role)
        return person

    def teacher(self, given_name: str, family_name: str, **facts: Any) -> Person:
        """A member of staff who teaches as soon as a journal names them."""
        return self.staff(given_name, family_name, **facts)

    def give_role(
        self, person: Person, role: str, from_date: date = FIRST_DAY, until_date: date | None = None
    ) -> RoleHeld:
        from core.people.models import RoleHeld

        return self.add(RoleHeld(person_id=person.id, role_key=role, from_date=from_date, until_date=until_date))

    def pupil(
        self,
        given_name: str,
        family_name: str,
        school_class: SchoolClass | None = None,
        from_date: date = FIRST_DAY,
        until_date: date | None = None,
        **facts: Any,
    ) -> Person:
        """An enrolled pupil, in a class if one is named."""
        from core.classes.models import ClassMembership
        from core.people.models import Enrolment

        person = self.person(given_name, family_name, **facts)
        days = {"from_date": from_date, "until_date": until_date}
        self.add(Enrolment(pupil_id=person.id, **days))
        if school_class is not None:
            self.add(ClassMembership(pupil_id=person.id, school_class_id=school_class.id, **days))
        return person

    def guardian(self, given_name: str, family_name: str, *pupils: Person, **facts: Any) -> Person:
        """A guardian of these pupils, with every right."""
        person = self.person(given_name, family_name, **facts)
        for pupil in pupils:
            self.guardianship(person, pupil)
        return person

    def guardianship(self, guardian: Person, pupil: Person, **facts: Any) -> Guardianship:
        from core.people.models import Guardianship

        known: dict[str, Any] = {"relation": "mother", "access": "granted", "from_date": FIRST_DAY}
        return self.add(Guardianship(guardian_id=guardian.id, pupil_id=pupil.id, **(known | facts)))

    def decision(self, bond: Guardianship, decided_by: Person, **facts: Any) -> GuardianDecision:
        """A decision that denied a guardian's access; the guardianship itself stays as it is."""
        from core.foundation import clock
        from core.people.models import GuardianDecision

        known: dict[str, Any] = {"granted": False, "former_access": bond.access, "basis": "Tiesas nolēmums"}
        moment: dict[str, Any] = {"decided_at": clock.now(), "effective": clock.today()}
        return self.add(
            GuardianDecision(guardianship_id=bond.id, decided_by_id=decided_by.id, **(known | moment | facts))
        )

    # --------------------------------------------------------------------------------------------- year, classes

    @property
    def year(self) -> SchoolYear:
        """The school year 2026./2027., as the school starts with it."""
        from core.schools.models import SchoolYear

        return self._one(SchoolYear, "key", YEAR, from_date=FIRST_DAY, until_date=LAST_DAY)

    def school_class(self, name: str, teacher: Person | None = None, **facts: Any) -> SchoolClass:
        """A class by its name, as `10.a`."""
        from core.classes.models import ClassTeacher, SchoolClass

        grade, _, letter = name.partition(".")
        made = self.add(SchoolClass(school_year_id=self.year.id, grade=int(grade), letter=letter, **facts))
        if teacher is not None:
            self.add(ClassTeacher(school_class_id=made.id, person_id=teacher.id, from_date=FIRST_DAY))
        return made

    def subject(self, title: str, **facts: Any) -> Subject:
        """The subject of that title; made at the first asking."""
        from core.schools.models import Subject

        return self._one(Subject, "title", title, **({"short_title": title[:4]} | facts))

    def room(self, name: str) -> Room:
        from core.schools.models import Room

        return self._one(Room, "name", name)

    # -------------------------------------------------------------------------------------------------- journals

    def journal(
        self, subject: str, *classes: SchoolClass, teacher: Person | None = None, title: str | None = None, **facts: Any
    ) -> Journal:
        """A journal of a subject with the pupils of these classes."""
        from core.journals.register.models import Journal, JournalClass, JournalTeacher

        known: dict[str, Any] = {"school_year_id": self.year.id, "kind_key": "subject"}
        names = ", ".join(one.name for one in classes)
        made = self.add(
            Journal(**(known | facts), subject_id=self.subject(subject).id, title=title or f"{subject} {names}".strip())
        )
        for one in classes:
            self.add(JournalClass(journal_id=made.id, school_class_id=one.id, from_date=FIRST_DAY))
        if teacher is not None:
            self.add(JournalTeacher(journal_id=made.id, person_id=teacher.id, from_date=FIRST_DAY))
        return made

    def lesson(
        self, journal: Journal, day: date, number: int = 1, taught_by: Person | None = None, **facts: Any
    ) -> Lesson:
        """A lesson that begins at the usual time of its number."""
        from core.journals.lessons.models import Lesson

        minutes = timedelta(minutes=8 * 60 + 30 + (number - 1) * 50)
        starts, ends = _time(minutes), _time(minutes + timedelta(minutes=40))
        known = {"starts": starts, "ends": ends, "taught_by_id": taught_by and taught_by.id}
        return self.add(Lesson(journal_id=journal.id, day=day, number=number, **(known | facts)))

    def assessment(self, journal: Journal, day: date, scheme: str, title: str = "", **facts: Any) -> Assessment:
        from core.journals.assessment.models import Assessment

        known: dict[str, Any] = {"kind": "summative"}
        return self.add(Assessment(journal_id=journal.id, day=day, scheme_key=scheme, title=title, **(known | facts)))

    def mark(self, assessment: Assessment, pupil: Person, text: str, **facts: Any) -> Mark:
        """A mark as it would stand had its scheme read `text`; give `number`, `counts`, `passed` where they matter."""
        from core.foundation import clock
        from core.journals.assessment.models import Mark

        number = int(text) * 100 if text.isdigit() else None
        known: dict[str, Any] = {"number": number, "counts": number is not None, "passed": None, "scheme_revision": 1}
        known |= {"day": assessment.day}
        return self.add(
            Mark(
                assessment_id=assessment.id,
                pupil_id=pupil.id,
                text=text,
                scheme_key=assessment.scheme_key,
                written_at=clock.now(),
                **(known | facts),
            )
        )

    def announcement(self, pupil: Person, made_by: Person, day: date, **facts: Any) -> Announcement:
        """A family's word that a pupil is ill on a day; it waits."""
        from core.foundation import clock
        from core.journals.excuses.models import Announcement

        known: dict[str, Any] = {"from_date": day, "until_date": day, "reason_key": "illness", "made_at": clock.now()}
        return self.add(Announcement(pupil_id=pupil.id, made_by_id=made_by.id, **(known | facts)))

    def excuse(self, pupil: Person, day: date, decided_by: Person, **facts: Any) -> Excuse:
        """A decision that a pupil's absences of a day are justified: illness."""
        from core.foundation import clock
        from core.journals.excuses.models import Excuse

        known: dict[str, Any] = {"from_date": day, "until_date": day, "reason_key": "illness"}
        decided: dict[str, Any] = {"decided_by_id": decided_by.id, "decided_at": clock.now()}
        return self.add(Excuse(pupil_id=pupil.id, **(known | decided | facts)))

    def _one(self, model: type[Row], column: str, value: str, **facts: Any) -> Row:
        """The row of that value, of the school or of this test; written where there is none."""
        from sqlalchemy import select

        key = (model.__tablename__, value)
        if key not in self._found:
            with self.read() as session:
                row = session.scalars(select(model).where(getattr(model, column) == value)).first()
            self._found[key] = row or self.add(model(**{column: value}, **facts))
        found: Row = self._found[key]
        return found


def _time(past_midnight: timedelta) -> time:
    return time(*divmod(int(past_midnight.total_seconds()) // 60, 60))


@pytest.fixture
def school(database: Database, school_ref: SchoolRef) -> BuiltSchool:
    """The school of `installation`, with nobody in it yet."""
    return BuiltSchool(database, school_ref)
