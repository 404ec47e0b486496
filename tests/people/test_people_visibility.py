"""Which rows each relation reaches: as a list, one by one, and as plain Python says; own and foreign child by role."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access import RELATIONS
from core.classes.models import ClassMembership, ClassTeacher
from core.foundation.permissions import Relations, allows, visible
from core.foundation.permissions.rows import declare
from core.journals.register.models import JournalClass, JournalPupil, JournalTeacher
from core.people.models import Enrolment, Guardianship, Person, Post, RoleHeld
from core.testing.schools import FIRST_DAY, BuiltSchool
from core.values.asker import EVERYTHING, Asker

SignIn = Callable[[Person | str], FlaskClient]

LAST_DAY = FIRST_DAY + timedelta(days=20)
DAYS = st.integers(-2, 22).map(lambda past: FIRST_DAY + timedelta(days=past))
PERIODS = st.tuples(DAYS, st.none() | DAYS).map(lambda days: (min(days[0], days[1] or days[0]), days[1]))
PERIODS = PERIODS.filter(lambda days: days[1] is None or days[0] <= days[1])


def asker(person_id: int, day: date, scope: str) -> Asker:
    """Somebody who holds one permission to one extent."""
    return Asker(person_id, "Kāds", frozenset(), "staff", day, {"tested": frozenset({scope})})


# -------------------------------------------------------------------------------- every relation, every kind of row


@st.composite
def facts(draw: st.DrawFn) -> list[tuple[str, int, int, tuple[date, date | None], bool]]:
    """Kind of fact, two numbers that say of whom, days, and a yes or no."""
    one = st.tuples(
        st.sampled_from(["guardian", "class teacher", "member", "teacher", "journal class", "single pupil", "post"]),
        st.integers(0, 3),
        st.integers(0, 3),
        PERIODS,
        st.booleans(),
    )
    return draw(st.lists(one, min_size=1, max_size=12))


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=facts(), day=DAYS)
def test_the_list_and_the_single_row_agree_for_every_relation(school: BuiltSchool, drawn: list[Any], day: date) -> None:
    declare(Relations(RELATIONS))
    persons = [school.person(f"Persona{number}", "Kāda") for number in range(4)]
    _write(school, persons, drawn)
    with school.read() as session:
        for relation in RELATIONS:
            rows = session.scalars(select(relation.kind.id)).all()
            for person in persons:
                one = asker(person.id, day, relation.key)
                listed: set[Any] = set(session.scalars(visible(one, "tested", relation.kind)))
                singly = {row for row in rows if allows(session, one, "tested", relation.kind, row)}
                assert listed == singly, f"{relation.key} of {relation.kind.__name__}"
                said = _by_python(session, relation.key, person.id, day) if relation.kind is Person else None
                assert said is None or listed == said, f"{relation.key} of Person on {day}"


def _write(school: BuiltSchool, persons: list[Person], drawn: list[Any]) -> None:
    number = school.write(lambda session: len(session.scalars(select(Person.id)).all()))
    classes = [school.school_class(f"10.{number}{letter}") for letter in "ab"]
    journals = [school.journal("Matemātika", title=f"Žurnāls {number} {place}") for place in range(2)]
    for kind, first, second, (since, until), yes in drawn:
        fact = _fact(
            kind,
            {"one": persons[first].id, "other": persons[second].id, "yes": yes},
            {"school_class_id": classes[second % 2].id},
            {"journal_id": journals[second % 2].id},
        )
        fact.from_date, fact.until_date = since, until
        school.add(fact)


def _fact(kind: str, who: dict[str, Any], in_class: dict[str, int], in_journal: dict[str, int]) -> Any:
    one, yes = who["one"], who["yes"]
    match kind:
        case "guardian":
            access = "granted" if yes else "denied"
            return Guardianship(guardian_id=one, pupil_id=who["other"], relation="other", access=access)
        case "class teacher":
            return ClassTeacher(person_id=one, **in_class)
        case "member":
            return ClassMembership(pupil_id=one, **in_class)
        case "teacher":
            return JournalTeacher(person_id=one, **in_journal)
        case "journal class":
            return JournalClass(**in_class, **in_journal)
        case "single pupil":
            return JournalPupil(pupil_id=one, is_excluded=yes, **in_journal)
        case _:
            return Post(person_id=one, title="Skolotājs")


def _by_python(session: Session, relation: str, person: int, day: date) -> set[int] | None:
    def on(model: type[Any]) -> Iterable[Any]:
        return [row for row in session.scalars(select(model)) if row.is_on(day)]

    if relation == "self":
        return {person}
    if relation == "colleague":
        return {*session.scalars(select(Post.person_id)), *session.scalars(select(RoleHeld.person_id))}
    if relation == "guardian_of":
        return {row.pupil_id for row in on(Guardianship) if row.guardian_id == person and row.access == "granted"}
    if relation == "class_teacher_of":
        own = {row.school_class_id for row in on(ClassTeacher) if row.person_id == person}
        return {row.pupil_id for row in on(ClassMembership) if row.school_class_id in own}
    if relation == "teaches":
        own = {row.journal_id for row in on(JournalTeacher) if row.person_id == person}
        taught = {row.school_class_id for row in on(JournalClass) if row.journal_id in own}
        by_class = {row.pupil_id for row in on(ClassMembership) if row.school_class_id in taught}
        alone = {row.pupil_id for row in on(JournalPupil) if row.journal_id in own and not row.is_excluded}
        return by_class | alone
    return None


def test_the_whole_school_is_everybody_and_no_grant_is_nobody(school: BuiltSchool) -> None:
    declare(Relations(RELATIONS))
    persons = {school.person("Anna", "Bērziņa").id, school.person("Ilze", "Kalna").id}
    with school.read() as session:
        everybody: set[Any] = set(session.scalars(visible(asker(1, FIRST_DAY, EVERYTHING), "tested", Person)))
        assert everybody == persons
        assert set(session.scalars(visible(asker(1, FIRST_DAY, "no such relation"), "tested", Person))) == set()
        assert not allows(session, asker(1, FIRST_DAY, EVERYTHING), "another permission", Person, min(persons))


# ---------------------------------------------------------------------------------------- own and foreign child


@pytest.fixture
def children(school: BuiltSchool) -> dict[str, Person]:
    """Two classes with a teacher, a pupil and a guardian each."""
    made: dict[str, Person] = {}
    for whose, name in (("own", "10.a"), ("foreign", "10.b")):
        made[f"{whose} teacher"] = school.teacher("Ilze", f"Ozola {whose}")
        school_class = school.school_class(name, made[f"{whose} teacher"])
        made[f"{whose} child"] = school.pupil("Anna", f"Bērziņa {whose}", school_class)
        made[f"{whose} guardian"] = school.guardian("Inga", f"Bērziņa {whose}", made[f"{whose} child"])
        subject_teacher = made[f"{whose} subject teacher"] = school.teacher("Juris", f"Kalns {whose}")
        school.journal("Matemātika", school_class, teacher=subject_teacher)
    return made


@pytest.mark.parametrize(
    ("who", "lists", "opens"),
    [
        ("own teacher", {"own"}, {"own"}),
        ("own subject teacher", {"own"}, set()),
        ("own guardian", {"own"}, {"own"}),
        ("own child", {"own"}, {"own"}),
        ("record_keeper", {"own", "foreign"}, {"own", "foreign"}),
        ("head", {"own", "foreign"}, {"own", "foreign"}),
        ("superuser", {"own", "foreign"}, {"own", "foreign"}),
        ("deputy", {"own", "foreign"}, set()),
        ("secretary", {"own", "foreign"}, set()),
    ],
)
def test_who_lists_and_opens_which_child(
    school: BuiltSchool, sign_in: SignIn, children: dict[str, Person], who: str, lists: set[str], opens: set[str]
) -> None:
    client = sign_in(children.get(who, who))
    page = client.get("/pargauja/pupils").text
    assert {whose for whose in ("own", "foreign") if f"Bērziņa {whose} Anna" in page} == lists
    opened = {
        whose
        for whose in ("own", "foreign")
        if client.get(f"/pargauja/people/{children[f'{whose} child'].id}/file").status_code == 200
    }
    assert opened == opens


def test_a_nurse_has_no_list_of_pupils(sign_in: SignIn, children: dict[str, Person]) -> None:
    assert sign_in("nurse").get("/pargauja/pupils").status_code == 403


def test_a_former_class_teacher_sees_the_class_no_more(school: BuiltSchool, sign_in: SignIn) -> None:
    ilze = school.teacher("Ilze", "Ozola")
    school_class = school.school_class("10.a")
    other = school.school_class("10.b", ilze)
    anna = school.pupil("Anna", "Bērziņa", school_class)
    teacher = {"school_class_id": school_class.id, "person_id": ilze.id}
    school.add(ClassTeacher(**teacher, from_date=FIRST_DAY, until_date=date(2026, 11, 22)))
    client = sign_in(ilze)
    assert "Bērziņa Anna" not in client.get("/pargauja/pupils").text
    assert client.get(f"/pargauja/people/{anna.id}/file").status_code == 404
    assert client.get(f"/pargauja/classes/{school_class.id}").status_code == 404
    assert client.get(f"/pargauja/classes/{other.id}").status_code == 200


def test_a_file_is_only_of_a_pupil(school: BuiltSchool, sign_in: SignIn) -> None:
    ilze = school.teacher("Ilze", "Ozola")
    assert sign_in("record_keeper").get(f"/pargauja/people/{ilze.id}/file").status_code == 404


def test_who_left_is_still_found(school: BuiltSchool, sign_in: SignIn) -> None:
    left = school.pupil("Anna", "Bērziņa", school.school_class("10.a"), until_date=date(2026, 10, 30), sex="f")
    client = sign_in("record_keeper")
    assert "Bērziņa Anna" not in client.get("/pargauja/pupils").text
    page = client.get("/pargauja/pupils?status=left").text
    assert "Bērziņa Anna" in page
    assert "atskaitīta 30.10.2026." in page
    assert client.get(f"/pargauja/people/{left.id}/file").status_code == 200
    with school.read() as session:
        assert session.scalars(select(Enrolment.until_date)).all() == [date(2026, 10, 30)]
