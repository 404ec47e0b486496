"""Who an account is in a school on a day: one statement, roles by dates and by facts."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, event

from core.access import IMPLIED_ROLES
from core.accounts.askers import ACCESS_ENDS_AFTER, Askers
from core.accounts.models import PersonAccount
from core.people.models import Person
from core.testing.schools import FIRST_DAY, BuiltSchool
from core.values.asker import AskerFacts

TODAY = date(2026, 11, 23)
Find = Callable[..., AskerFacts | None]


@pytest.fixture
def find(school: BuiltSchool) -> Find:
    """`find(person)`: who the person's account is, today or on another day."""
    known: dict[int, UUID] = {}

    def find(person: Person, day: date = TODAY) -> AskerFacts | None:
        if person.id not in known:
            known[person.id] = uuid4()
            school.add(PersonAccount(person_id=person.id, account=known[person.id], from_date=FIRST_DAY))
        with school.read() as session:
            return Askers(IMPLIED_ROLES).of(session, known[person.id], day)

    return find


def roles(found: AskerFacts | None) -> set[str]:
    assert found is not None
    return set(found.roles)


def test_an_unknown_account_is_nobody(school: BuiltSchool) -> None:
    with school.read() as session:
        assert Askers(IMPLIED_ROLES).of(session, uuid4(), TODAY) is None


def test_roles_that_were_given_hold_on_their_days(school: BuiltSchool, find: Find) -> None:
    person = school.staff("Velta", "Vītola", "deputy")
    school.give_role(person, "superuser", date(2026, 10, 1), date(2026, 10, 31))
    assert find(person) == AskerFacts(person.id, "Velta Vītola", frozenset({"deputy"}))
    assert roles(find(person, date(2026, 10, 1))) == {"deputy", "superuser"}
    assert roles(find(person, date(2026, 10, 31))) == {"deputy", "superuser"}
    assert roles(find(person, date(2026, 11, 1))) == {"deputy"}


def test_roles_follow_from_facts(school: BuiltSchool, find: Find) -> None:
    person = school.teacher("Ilze", "Ozola")
    assert roles(find(person)) == set()
    own = school.school_class("10.a", person)
    assert roles(find(person)) == {"class_teacher"}
    school.journal("Matemātika", own, teacher=person)
    school.guardianship(person, school.pupil("Toms", "Ozols"))
    assert roles(find(person)) == {"class_teacher", "teacher", "guardian"}


def test_a_guardian_without_a_decision_has_no_role(school: BuiltSchool, find: Find) -> None:
    pupil = school.pupil("Toms", "Ozols")
    for access in ("undecided", "denied"):
        person = school.person("Ilze", "Ozola")
        school.guardianship(person, pupil, access=access)
        assert roles(find(person)) == set()


def test_who_leaves_keeps_access_for_ten_days(school: BuiltSchool, find: Find) -> None:
    last = date(2026, 11, 10)
    pupil = school.pupil("Toms", "Ozols", until_date=last)
    parent = school.guardian("Ilze", "Ozola", pupil)
    for day, has_access in ((last, True), (last + ACCESS_ENDS_AFTER, True), (last + timedelta(days=11), False)):
        assert (roles(find(pupil, day)) == {"pupil"}) == has_access
        assert (roles(find(parent, day)) == {"guardian"}) == has_access


def test_who_stays_in_another_role_keeps_access(school: BuiltSchool, find: Find) -> None:
    gone = school.pupil("Toms", "Ozols", until_date=date(2026, 10, 1))
    stays = school.pupil("Anna", "Ozola")
    parent = school.guardian("Ilze", "Ozola", gone, stays)
    assert roles(find(parent)) == {"guardian"}


def test_a_link_that_ended_is_nobody(school: BuiltSchool) -> None:
    person, account = school.staff("Velta", "Vītola", "deputy"), uuid4()
    school.add(
        PersonAccount(person_id=person.id, account=account, from_date=date(2026, 11, 1), until_date=date(2026, 11, 20))
    )
    with school.read() as session:
        found = {
            day: Askers(IMPLIED_ROLES).of(session, account, date(2026, *day)) is not None
            for day in ((10, 31), (11, 1), (11, 20), (11, 21))
        }
    assert found == {(10, 31): False, (11, 1): True, (11, 20): True, (11, 21): False}


def test_it_takes_one_statement(school: BuiltSchool, find: Find) -> None:
    person = school.staff("Velta", "Vītola", "deputy", "head")
    find(person)
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        with school.read() as session:
            seen.clear()
            Askers(IMPLIED_ROLES).of(session, uuid4(), TODAY)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len(seen) == 1
