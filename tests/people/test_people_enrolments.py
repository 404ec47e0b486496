"""Admission, withdrawal, status and programme: three facts with days of their own."""

from datetime import date

import pytest
from sqlalchemy import select

from core.foundation.errors import Invalid, NotFound
from core.people import enrolments
from core.people.models import Enrolment, EnrolmentStatus, Person, PupilProgramme
from core.schools.models import Order, Programme
from core.testing.schools import BuiltSchool

ADMITTED, LEFT = date(2026, 9, 1), date(2026, 11, 20)


@pytest.fixture
def anna(school: BuiltSchool) -> Person:
    return school.person("Anna", "Bērziņa")


def enrol(school: BuiltSchool, person: Person, day: date = ADMITTED) -> Enrolment:
    return school.write(lambda session: enrolments.enrol(session, person.id, day))


def test_admission_begins_an_enrolment_by_order(school: BuiltSchool, anna: Person) -> None:
    order = school.add(Order(number="1-9/8", dated=date(2026, 8, 18), kind="admission"))
    enrolment = school.write(lambda session: enrolments.enrol(session, anna.id, ADMITTED, order.id))
    assert (enrolment.from_date, enrolment.until_date, enrolment.admission_order_id) == (ADMITTED, None, order.id)
    with school.read() as session:
        assert session.scalars(select(EnrolmentStatus.status)).all() == ["attends"]


def test_nobody_is_admitted_twice(school: BuiltSchool, anna: Person) -> None:
    enrol(school, anna)
    for day in (ADMITTED, date(2027, 1, 4), date(2026, 8, 1)):
        with pytest.raises(Invalid, match="enrolled on these days"):
            enrol(school, anna, day)


def test_withdrawal_ends_what_lasts_and_rewrites_nothing(school: BuiltSchool, anna: Person) -> None:
    order = school.add(Order(number="1-9/41", dated=LEFT, kind="withdrawal"))
    programme = school.add(Programme(code="31016011", title="Vispārējā vidējā izglītība"))
    enrolment = enrol(school, anna)
    school.write(lambda session: enrolments.set_programme(session, anna.id, programme.id, ADMITTED))
    school.write(
        lambda session: enrolments.withdraw(session, anna.id, LEFT, " maina  skolu ", order.id, "Rīgas 1. ģimnāzija")
    )
    ended = school.again(enrolment)
    assert (ended.from_date, ended.until_date, ended.withdrawal_order_id) == (ADMITTED, LEFT, order.id)
    assert (ended.withdrawal_reason, ended.next_school) == ("maina skolu", "Rīgas 1. ģimnāzija")
    with school.read() as session:
        assert session.scalars(select(EnrolmentStatus.until_date)).all() == [LEFT]
        assert session.scalars(select(PupilProgramme.until_date)).all() == [LEFT]
    lines = {(column, old, new) for column, old, new in school.history_of(enrolment)}
    assert ("until_date", "null", f'"{LEFT.isoformat()}"') in lines


def test_who_left_may_come_back(school: BuiltSchool, anna: Person) -> None:
    enrol(school, anna)
    school.write(lambda session: enrolments.withdraw(session, anna.id, LEFT, "maina skolu"))
    again = enrol(school, anna, date(2027, 1, 4))
    with school.read() as session:
        assert enrolments.enrolment_on(session, anna.id, date(2027, 1, 4)).id == again.id
        with pytest.raises(NotFound):
            enrolments.enrolment_on(session, anna.id, date(2026, 12, 1))


def test_a_withdrawal_needs_a_reason_and_a_pupil(school: BuiltSchool, anna: Person) -> None:
    with pytest.raises(NotFound):
        school.write(lambda session: enrolments.withdraw(session, anna.id, LEFT, "maina skolu"))
    enrol(school, anna)
    with pytest.raises(Invalid, match="reason"):
        school.write(lambda session: enrolments.withdraw(session, anna.id, LEFT, "  "))


def test_a_status_takes_over_from_the_one_before(school: BuiltSchool, anna: Person) -> None:
    enrolment = enrol(school, anna)
    school.write(lambda session: enrolments.set_status(session, enrolment.id, "academic-leave", date(2026, 11, 1)))
    with school.read() as session:
        statuses = session.execute(
            select(EnrolmentStatus.status, EnrolmentStatus.from_date, EnrolmentStatus.until_date).order_by(
                EnrolmentStatus.from_date
            )
        ).all()
    assert [tuple(row) for row in statuses] == [
        ("attends", ADMITTED, date(2026, 10, 31)),
        ("academic-leave", date(2026, 11, 1), None),
    ]
    with pytest.raises(Invalid):
        school.write(lambda session: enrolments.set_status(session, enrolment.id, "attends", date(2026, 10, 1)))


def test_a_programme_to_come_stands_in_the_way_of_a_withdrawal(school: BuiltSchool, anna: Person) -> None:
    programme = school.add(Programme(code="31016011", title="Vispārējā vidējā izglītība"))
    enrol(school, anna)
    school.write(lambda session: enrolments.set_programme(session, anna.id, programme.id, date(2027, 1, 4)))
    with pytest.raises(Invalid, match="begins after that day"):
        school.write(lambda session: enrolments.withdraw(session, anna.id, LEFT, "maina skolu"))
    with school.read() as session:
        assert session.scalars(select(Enrolment.until_date)).all() == [None]
