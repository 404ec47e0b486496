"""Who is in which class: entering, moving, leaving."""

from datetime import date

import pytest
from sqlalchemy import select

from core.classes import memberships
from core.classes.models import ClassMembership, SchoolClass
from core.foundation.errors import Invalid, NotFound
from core.people.models import Enrolment, EnrolmentStatus, Person
from core.testing.schools import FIRST_DAY, BuiltSchool

MOVED = date(2026, 11, 2)


@pytest.fixture
def classes(school: BuiltSchool) -> tuple[SchoolClass, SchoolClass]:
    return school.school_class("10.a"), school.school_class("10.b")


def times(school: BuiltSchool, pupil: Person) -> list[tuple[int, date, date | None]]:
    statement = (
        select(ClassMembership.school_class_id, ClassMembership.from_date, ClassMembership.until_date)
        .where(ClassMembership.pupil_id == pupil.id)
        .order_by(ClassMembership.from_date)
    )
    with school.read() as session:
        return [(row[0], row[1], row[2]) for row in session.execute(statement)]


def test_moving_ends_only_the_membership(school: BuiltSchool, classes: tuple[SchoolClass, SchoolClass]) -> None:
    a, b = classes
    anna = school.pupil("Anna", "Bērziņa", a)
    with school.read() as session:
        before = session.execute(select(Enrolment.id, Enrolment.version, Enrolment.until_date)).all()
    school.write(lambda session: memberships.move_pupil(session, anna.id, b.id, MOVED))
    assert times(school, anna) == [(a.id, FIRST_DAY, date(2026, 11, 1)), (b.id, MOVED, None)]
    with school.read() as session:
        assert session.execute(select(Enrolment.id, Enrolment.version, Enrolment.until_date)).all() == before


def test_a_pupil_is_in_one_class_at_a_time(school: BuiltSchool, classes: tuple[SchoolClass, SchoolClass]) -> None:
    a, b = classes
    anna = school.pupil("Anna", "Bērziņa", a)
    with pytest.raises(Invalid, match="in a class on these days"):
        school.write(lambda session: memberships.enter_class(session, anna.id, b.id, MOVED))
    with pytest.raises(Invalid, match="in this class already"):
        school.write(lambda session: memberships.move_pupil(session, anna.id, a.id, MOVED))
    assert times(school, anna) == [(a.id, FIRST_DAY, None)]


def test_only_pupils_enter_a_class(school: BuiltSchool, classes: tuple[SchoolClass, SchoolClass]) -> None:
    nobody = school.person("Nav", "Skolēns")
    with pytest.raises(NotFound):
        school.write(lambda session: memberships.enter_class(session, nobody.id, classes[0].id, MOVED))


def test_who_leaves_a_class_stays_in_the_school(school: BuiltSchool, classes: tuple[SchoolClass, SchoolClass]) -> None:
    a, b = classes
    anna = school.pupil("Anna", "Bērziņa", a)
    school.write(lambda session: memberships.leave_class(session, anna.id, date(2026, 10, 30)))
    school.write(lambda session: memberships.enter_class(session, anna.id, b.id, MOVED))
    assert times(school, anna) == [(a.id, FIRST_DAY, date(2026, 10, 30)), (b.id, MOVED, None)]
    with school.read() as session:
        assert session.scalars(select(Enrolment.until_date)).all() == [None]


def test_withdrawal_ends_the_class_with_the_school(
    school: BuiltSchool, classes: tuple[SchoolClass, SchoolClass]
) -> None:
    a, _ = classes
    anna = school.pupil("Anna", "Bērziņa", a)
    school.write(lambda session: memberships.withdraw_pupil(session, anna.id, date(2026, 11, 20), "maina skolu"))
    assert times(school, anna) == [(a.id, FIRST_DAY, date(2026, 11, 20))]
    with school.read() as session:
        assert session.scalars(select(Enrolment.until_date)).all() == [date(2026, 11, 20)]
        assert session.scalars(select(EnrolmentStatus.until_date)).all() == []


def test_a_refused_withdrawal_leaves_all_as_it_was(
    school: BuiltSchool, classes: tuple[SchoolClass, SchoolClass]
) -> None:
    a, b = classes
    anna = school.pupil("Anna", "Bērziņa", a)
    school.write(lambda session: memberships.move_pupil(session, anna.id, b.id, date(2027, 1, 4)))
    with pytest.raises(Invalid):
        school.write(lambda session: memberships.withdraw_pupil(session, anna.id, date(2026, 11, 20), "maina skolu"))
    assert times(school, anna) == [(a.id, FIRST_DAY, date(2027, 1, 3)), (b.id, date(2027, 1, 4), None)]
    with school.read() as session:
        assert session.scalars(select(Enrolment.until_date)).all() == [None]
