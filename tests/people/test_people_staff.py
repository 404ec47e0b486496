"""Staff: posts and roles with their days; somebody always stays superuser."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from core.foundation.errors import Conflict, Invalid, NotFound
from core.foundation.history.models import Change
from core.people import staff
from core.people.models import Person, Post, RoleHeld
from core.testing.schools import FIRST_DAY, BuiltSchool
from core.testing.statements import Statements

SignIn = Callable[[Person | str], FlaskClient]

TODAY = date(2026, 11, 23)


def held_by(school: BuiltSchool, person: Person) -> list[tuple[str, date, date | None]]:
    statement = select(RoleHeld.role_key, RoleHeld.from_date, RoleHeld.until_date).order_by(RoleHeld.id)
    with school.read() as session:
        return [(row[0], row[1], row[2]) for row in session.execute(statement.where(RoleHeld.person_id == person.id))]


def role_of(school: BuiltSchool, person: Person) -> int:
    with school.read() as session:
        return session.scalars(select(RoleHeld.id).where(RoleHeld.person_id == person.id)).one()


def test_a_post_lasts_from_hiring_to_leaving(school: BuiltSchool) -> None:
    anna = school.person("Anna", "Bērziņa")
    post = school.write(lambda session: staff.hire(session, anna.id, " Skolotājs ", FIRST_DAY, load=75))
    assert (post.title, post.load) == ("Skolotājs", 75)
    with pytest.raises(Invalid, match="post on these days"):
        school.write(lambda session: staff.hire(session, anna.id, "Skolotājs", TODAY))
    school.write(lambda session: staff.hire(session, anna.id, "Bibliotekārs", TODAY))
    school.give_role(anna, "deputy")
    school.write(lambda session: staff.leave(session, anna.id, date(2026, 12, 18)))
    with school.read() as session:
        assert set(session.scalars(select(Post.until_date))) == {date(2026, 12, 18)}
    assert held_by(school, anna) == [("deputy", FIRST_DAY, date(2026, 12, 18))]


def test_the_only_superuser_does_not_leave(school: BuiltSchool) -> None:
    sandra = school.staff("Sandra", "Siliņa", "superuser")
    with pytest.raises(Conflict, match="without a superuser"):
        school.write(lambda session: staff.leave(session, sandra.id, TODAY))
    school.staff("Velta", "Vītola", "superuser")
    school.write(lambda session: staff.leave(session, sandra.id, TODAY))
    assert held_by(school, sandra) == [("superuser", FIRST_DAY, TODAY)]


def test_a_superuser_for_a_time_does_not_count(school: BuiltSchool) -> None:
    sandra = school.staff("Sandra", "Siliņa", "superuser")
    velta = school.staff("Velta", "Vītola")
    school.give_role(velta, "superuser", until_date=date(2026, 12, 31))
    with pytest.raises(Conflict, match="without a superuser"):
        school.write(lambda session: staff.end_role(session, sandra.id, role_of(school, sandra), TODAY))


@pytest.mark.parametrize("role", ["teacher", "class_teacher", "guardian", "pupil", "king"])
def test_roles_that_follow_from_facts_are_not_given(school: BuiltSchool, role: str) -> None:
    anna = school.staff("Anna", "Bērziņa")
    with pytest.raises(Invalid) as refused:
        school.write(lambda session: staff.give_role(session, anna.id, role, TODAY))
    assert [problem.place for problem in refused.value.problems] == ["role"]


def test_a_role_is_held_once_at_a_time(school: BuiltSchool) -> None:
    anna = school.staff("Anna", "Bērziņa")
    school.write(lambda session: staff.give_role(session, anna.id, "deputy", FIRST_DAY, date(2026, 10, 31)))
    school.write(lambda session: staff.give_role(session, anna.id, "deputy", date(2026, 11, 1)))
    with pytest.raises(Invalid, match="holds this role"):
        school.write(lambda session: staff.give_role(session, anna.id, "deputy", date(2027, 1, 4)))
    with pytest.raises(NotFound):
        school.write(lambda session: staff.give_role(session, 4711, "deputy", TODAY))


def test_a_role_of_somebody_else_is_not_ended(school: BuiltSchool) -> None:
    anna, ilze = school.staff("Anna", "Bērziņa", "deputy"), school.staff("Ilze", "Ozola")
    with pytest.raises(NotFound):
        school.write(lambda session: staff.end_role(session, ilze.id, role_of(school, anna), TODAY))
    assert held_by(school, anna) == [("deputy", FIRST_DAY, None)]


# ------------------------------------------------------------------------------------------------------- pages


def test_the_list_says_who_works_as_what_and_who_signs_in(school: BuiltSchool, sign_in: SignIn) -> None:
    ilze = school.teacher("Ilze", "Ozola", post="2330 01 skolotājs")
    school.journal("Matemātika", school.school_class("10.a", ilze), teacher=ilze)
    left = school.person("Roberts", "Zars")
    school.add(Post(person_id=left.id, title="Sargs", from_date=date(2020, 1, 1), until_date=date(2025, 1, 1)))
    school.pupil("Anna", "Bērziņa")
    client = sign_in("superuser")
    page = client.get("/pargauja/staff").text
    assert "2330 01 skolotājs" in page
    assert "10.a klases audzināšana" in page
    assert "Virslietotājs" in page
    assert page.count("pieslēdzas</span>") == 1
    assert f"/invitations/people/{ilze.id}" in page
    assert "Bērziņa Anna" not in page
    assert "Zars Roberts" not in page
    assert "Zars Roberts" in client.get("/pargauja/staff?status=all").text


def test_only_who_may_invite_is_offered_to(school: BuiltSchool, sign_in: SignIn) -> None:
    ilze = school.teacher("Ilze", "Ozola")
    assert f"/invitations/people/{ilze.id}" not in sign_in("deputy").get("/pargauja/staff").text


def test_the_list_of_staff_asks_a_fixed_number_of_statements(
    school: BuiltSchool, sign_in: SignIn, statements: Statements
) -> None:
    client = sign_in("superuser")
    counts = []
    for size in (1, 12):
        for number in range(size):
            school.give_role(school.teacher("Ilze", f"Ozola {size} {number}"), "deputy")
        client.get("/pargauja/staff")
        with statements() as seen:
            assert client.get("/pargauja/staff").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_superuser_gives_a_role_and_ends_it(school: BuiltSchool, sign_in: SignIn) -> None:
    ilze = school.teacher("Ilze", "Ozola")
    client = sign_in("superuser")
    address = f"/pargauja/staff/{ilze.id}"
    given = client.post(f"{address}/roles", data={"role": "deputy", "from_date": "2026-12-01"})
    assert (given.status_code, given.location) == (303, address)
    assert held_by(school, ilze) == [("deputy", date(2026, 12, 1), None)]
    page = client.get(address).text
    assert "01.12.2026." in page
    assert "Direktora vietnieks" in page
    ending = f"{address}/roles/{role_of(school, ilze)}/end"
    refused = client.post(ending, data={"until_date": "2026-11-30"})
    assert refused.status_code == 200
    assert "Pēdējā diena ir pirms pirmās." in refused.text
    assert client.post(ending, data={"until_date": "31.05.2027."}).status_code == 303
    assert held_by(school, ilze) == [("deputy", date(2026, 12, 1), date(2027, 5, 31))]


def test_nobody_ends_the_last_superuser_role_not_even_their_own(school: BuiltSchool, sign_in: SignIn) -> None:
    sandra = school.staff("Sandra", "Siliņa", "superuser")
    ending = f"/pargauja/staff/{sandra.id}/roles/{role_of(school, sandra)}/end"
    answer = sign_in(sandra).post(ending, data={"until_date": "2026-11-23"})
    assert answer.status_code == 409
    assert "bez virslietotāja" in answer.text
    assert held_by(school, sandra) == [("superuser", FIRST_DAY, None)]


def test_undoing_leaves_a_superuser_too(school: BuiltSchool, sign_in: SignIn) -> None:
    sandra, velta = school.staff("Sandra", "Siliņa", "superuser"), school.staff("Velta", "Vītola")
    client = sign_in(sandra)
    client.post(f"/pargauja/staff/{velta.id}/roles", data={"role": "superuser", "from_date": "2026-11-23"})
    with school.read() as session:
        given = session.scalar(select(func.max(Change.id)))
    school.write(lambda session: staff.end_role(session, sandra.id, role_of(school, sandra), TODAY))
    assert client.post(f"/pargauja/history/{given}/undo").status_code == 409
    assert held_by(school, velta) == [("superuser", TODAY, None)]


def test_a_form_without_a_role_says_so_and_keeps_the_rest(school: BuiltSchool, sign_in: SignIn) -> None:
    ilze = school.teacher("Ilze", "Ozola")
    answer = sign_in("superuser").post(f"/pargauja/staff/{ilze.id}/roles", data={"from_date": "2026-12-01"})
    assert answer.status_code == 200
    assert 'value="2026-12-01"' in answer.text
    assert held_by(school, ilze) == []


@pytest.mark.parametrize("role", ["head", "deputy", "record_keeper", "secretary"])
def test_others_see_roles_but_do_not_give_them(school: BuiltSchool, sign_in: SignIn, role: str) -> None:
    ilze = school.teacher("Ilze", "Ozola")
    client = sign_in(role)
    page = client.get(f"/pargauja/staff/{ilze.id}")
    assert page.status_code == 200
    assert "Piešķirt lomu" not in page.text
    given = client.post(f"/pargauja/staff/{ilze.id}/roles", data={"role": "deputy", "from_date": "2026-12-01"})
    assert given.status_code == 404


def test_a_pupil_is_no_colleague(school: BuiltSchool, sign_in: SignIn) -> None:
    anna = school.pupil("Anna", "Bērziņa")
    client = sign_in("superuser")
    assert client.get(f"/pargauja/staff/{anna.id}").status_code == 404
    given = client.post(f"/pargauja/staff/{anna.id}/roles", data={"role": "superuser", "from_date": "2026-11-23"})
    assert given.status_code == 404
    assert held_by(school, anna) == []
