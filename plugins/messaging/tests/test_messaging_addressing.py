"""Who may write to whom, on the day of writing: pupils, guardians on behalf of a child, staff, and sets of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from core.classes.models import ClassMembership, SchoolClass
from core.journals.register.models import Journal, JournalPupil, JournalTeacher
from core.people.models import Person
from core.testing.schools import FIRST_DAY, BuiltSchool
from core.testing.statements import Statements
from klade_messaging.letters.models import LetterRecipient

SignIn = Callable[[Person | str], FlaskClient]
PATH = "/pargauja/mail"
ENGLISH = {"Accept-Language": "en"}


@dataclass
class Town:
    """Two classes with their teachers, and families of every kind."""

    school: BuiltSchool
    class_teacher: Person
    teacher: Person
    other_teacher: Person
    own: SchoolClass
    other: SchoolClass
    journal: Journal
    elza: Person
    mother: Person
    karlis: Person
    his_father: Person


@pytest.fixture
def town(school: BuiltSchool) -> Town:
    class_teacher, teacher = school.teacher("Ilze", "Kalniņa"), school.teacher("Anna", "Bērziņa")
    other_teacher = school.teacher("Juris", "Ozols")
    own, other = school.school_class("10.a", class_teacher), school.school_class("7.c", other_teacher)
    elza, karlis = school.pupil("Elza", "Čakste", own), school.pupil("Kārlis", "Dūmiņš", other)
    journal = school.journal("Matemātika", own, teacher=teacher)
    school.journal("Fizika", other, teacher=other_teacher)
    return Town(
        school=school,
        class_teacher=class_teacher,
        teacher=teacher,
        other_teacher=other_teacher,
        own=own,
        other=other,
        journal=journal,
        elza=elza,
        mother=school.guardian("Līga", "Čakste", elza),
        karlis=karlis,
        his_father=school.guardian("Valdis", "Dūmiņš", karlis),
    )


def found(client: FlaskClient, typed: str) -> list[str]:
    """What the field offers for what is typed."""
    answer = client.post(f"{PATH}/addressees", data={"who": typed}, headers=ENGLISH)
    assert answer.status_code == 200
    return [f"{one['title']} {one['about']}".strip() for one in answer.json or []]


def reached(client: FlaskClient, *named: str) -> str:
    answer = client.post(f"{PATH}/reach", data={"to": list(named)}, headers=ENGLISH)
    assert answer.json is not None
    return str(answer.json["words"])


def number(words: str) -> int:
    """How many a line of the page says."""
    count = re.match(r"(One|\d+) (?:person|people) will get it", words)
    return 0 if count is None else 1 if count[1] == "One" else int(count[1])


# ------------------------------------------------------------------------------------------------ who finds whom


def test_a_teacher_finds_own_pupils_their_guardians_and_all_colleagues(town: Town, sign_in: SignIn) -> None:
    client = sign_in(town.teacher)
    assert found(client, "cakste") == ["Čakste Elza 10.a", "Čakste Līga Elza Čakste, 10.a, mother"]
    assert found(client, "dumins") == []
    assert found(client, "ozols") == ["Ozols Juris Skolotājs"]


def test_a_class_teacher_finds_the_own_class_and_no_other(town: Town, sign_in: SignIn) -> None:
    client = sign_in(town.class_teacher)
    assert found(client, "elza") == ["Čakste Elza 10.a", "Čakste Līga Elza Čakste, 10.a, mother"]
    assert found(client, "karlis") == []


@pytest.mark.parametrize("role", ["superuser", "head", "deputy", "record_keeper", "secretary"])
def test_the_office_finds_everybody(town: Town, sign_in: SignIn, role: str) -> None:
    client = sign_in(role)
    assert found(client, "dumins") == ["Dūmiņš Kārlis 7.c", "Dūmiņš Valdis Kārlis Dūmiņš, 7.c, mother"]
    assert "All staff" in found(client, "all")


def test_a_post_is_told_without_the_code_of_the_state_register(town: Town, sign_in: SignIn) -> None:
    town.school.staff("Rita", "Roze", post="2359 12 izglītības psihologs")
    assert found(sign_in(town.teacher), "roze") == ["Roze Rita izglītības psihologs"]


def test_everybody_else_finds_nobody_by_typing_at_first_letters_of_another_word(town: Town, sign_in: SignIn) -> None:
    assert found(sign_in(town.teacher), "akste") == []
    assert found(sign_in(town.teacher), "  ") == []


def test_who_left_is_not_found_any_more(town: Town, sign_in: SignIn) -> None:
    yesterday = date(2026, 11, 22)
    town.school.pupil("Anete", "Čakste", town.own, until_date=yesterday)
    moved = town.school.pupil("Marta", "Čakste", town.other)
    town.school.add(
        ClassMembership(pupil_id=moved.id, school_class_id=town.own.id, from_date=FIRST_DAY, until_date=yesterday)
    )
    assert found(sign_in(town.teacher), "cakste") == ["Čakste Elza 10.a", "Čakste Līga Elza Čakste, 10.a, mother"]


def test_who_stopped_teaching_finds_the_pupils_no_more(town: Town, sign_in: SignIn) -> None:
    former = town.school.teacher("Velga", "Vējiņa")
    days = {"from_date": FIRST_DAY, "until_date": date(2026, 11, 22)}
    town.school.add(JournalTeacher(journal_id=town.journal.id, person_id=former.id, role="second", **days))
    town.school.journal("Ķīmija", town.other, teacher=former)
    assert found(sign_in(former), "cakste") == []


@pytest.mark.parametrize(
    "facts",
    [
        {"access": "undecided"},
        {"access": "denied"},
        {"receives_messages": False},
        {"until_date": date(2026, 11, 22)},
        {"from_date": date(2026, 11, 24)},
    ],
    ids=lambda facts: next(iter(facts)),
)
def test_a_guardian_without_the_right_gets_no_letters(town: Town, sign_in: SignIn, facts: dict[str, Any]) -> None:
    father = town.school.person("Imants", "Čakste")
    town.school.guardianship(father, town.elza, relation="father", **facts)
    client = sign_in("secretary")
    assert found(client, "imants") == []
    assert number(reached(client, f"class-{town.own.id}-guardians")) == 1
    assert reached(client, f"guardian-{father.id}-{town.elza.id}") == ""


def test_guardians_of_an_adult_who_closed_access_get_no_letters(town: Town, sign_in: SignIn) -> None:
    adult = town.school.pupil("Oskars", "Liepiņš", town.own, birth_date=date(2008, 11, 23))
    town.school.guardian("Dace", "Liepiņa", adult)
    assert found(sign_in("secretary"), "dace") == []


# ------------------------------------------------------------------------------------------------------- sets


def test_sets_stand_for_whoever_is_in_them_today(town: Town, sign_in: SignIn) -> None:
    school = town.school
    second = school.pupil("Jānis", "Egle", town.own)
    school.guardian("Aija", "Egle", second)
    guest = school.pupil("Gatis", "Grava", town.other)
    school.add(JournalPupil(journal_id=town.journal.id, pupil_id=guest.id, from_date=FIRST_DAY))
    away = school.pupil("Zane", "Zariņa", town.own)
    school.add(JournalPupil(journal_id=town.journal.id, pupil_id=away.id, is_excluded=True, from_date=FIRST_DAY))
    client = sign_in("deputy")
    assert number(reached(client, f"class-{town.own.id}-pupils")) == 3
    assert number(reached(client, f"class-{town.own.id}-guardians")) == 2
    assert number(reached(client, f"journal-{town.journal.id}-pupils")) == 3
    assert number(reached(client, f"class-{town.own.id}-pupils", f"pupil-{second.id}")) == 3


def test_a_guardian_of_two_children_counts_once_and_gets_it_for_each(town: Town, sign_in: SignIn) -> None:
    brother = town.school.pupil("Emīls", "Čakste", town.own)
    town.school.guardianship(town.mother, brother)
    client = sign_in(town.class_teacher)
    chosen = f"class-{town.own.id}-guardians"
    assert number(reached(client, chosen)) == 1
    assert client.post(f"{PATH}/new", data={"to": chosen, "subject": "A", "body": "a", "send": "1"}).status_code == 303
    with town.school.read() as session:
        rows = session.execute(select(LetterRecipient.person_id, LetterRecipient.child_id)).all()
    assert set(rows) == {(town.mother.id, town.elza.id), (town.mother.id, brother.id)}


def test_sets_are_offered_to_who_may_write_to_them(town: Town, sign_in: SignIn) -> None:
    assert found(sign_in(town.class_teacher), "10.a")[:2] == ["10.a, pupils", "10.a, guardians"]
    assert "Matemātika 10.a, guardians" in found(sign_in(town.teacher), "matem")
    assert found(sign_in(town.teacher), "fizika") == []
    assert found(sign_in(town.teacher), "all staff") == []


def test_all_staff_are_those_who_work_here_today(town: Town, sign_in: SignIn) -> None:
    client = sign_in("head")
    before = number(reached(client, "all-staff"))
    assert before == 3
    gone = town.school.person("Rita", "Roze")
    town.school.give_role(gone, "secretary", until_date=date(2026, 11, 22))
    assert number(reached(client, "all-staff")) == before


def test_how_many_have_no_account_yet_is_said(town: Town, sign_in: SignIn) -> None:
    sign_in(town.elza)
    words = reached(sign_in(town.class_teacher), f"pupil-{town.elza.id}", f"guardian-{town.mother.id}-{town.elza.id}")
    assert words == "2 people will get it. One has no account yet and reads it after signing in for the first time."


# ------------------------------------------------------------------------------------------ what cannot be forged


def test_keys_of_others_reach_nobody(town: Town, sign_in: SignIn) -> None:
    client = sign_in(town.teacher)
    foreign = [
        f"pupil-{town.karlis.id}",
        f"guardian-{town.his_father.id}-{town.karlis.id}",
        f"guardian-{town.his_father.id}-{town.elza.id}",
        f"class-{town.other.id}-pupils",
        f"class-{town.other.id}-guardians",
        "all-staff",
        "class-1-nobody",
        f"pupil-{town.class_teacher.id}",
        f"staff-{town.elza.id}",
        f"staff-{town.teacher.id}",
    ]
    for key in foreign:
        assert reached(client, key) == "", key
    letter = {"to": [foreign[0], f"pupil-{town.elza.id}"], "subject": "A", "body": "a", "send": "1"}
    answer = client.post(f"{PATH}/new", data=letter, headers=ENGLISH)
    assert answer.status_code == 422
    assert "Some of those you named cannot be written to any more" in answer.text


def test_a_family_writes_to_its_own_teachers_and_the_head(town: Town, sign_in: SignIn) -> None:
    head = town.school.staff("Dainis", "Dreimanis", "head", post="Direktors")
    town.school.staff("Sarma", "Saule", "secretary")
    client = sign_in(town.mother)
    page = client.get(f"{PATH}/new", headers=ENGLISH).text
    offered = re.findall(r'name="to" value="([^"]+)"', page)
    assert offered == [f"staff-{one.id}" for one in (town.class_teacher, town.teacher, head)]
    assert reached(client, f"staff-{town.other_teacher.id}") == ""
    assert reached(client, f"pupil-{town.elza.id}", f"guardian-{town.his_father.id}-{town.karlis.id}") == ""
    assert found(client, "cakste") == []


def test_a_pupil_writes_to_own_teachers_only(town: Town, sign_in: SignIn) -> None:
    head = town.school.staff("Dainis", "Dreimanis", "head")
    client = sign_in(town.elza)
    offered = re.findall(r'name="to" value="([^"]+)"', client.get(f"{PATH}/new").text)
    assert offered == [f"staff-{one.id}" for one in (town.class_teacher, town.teacher)]
    assert reached(client, f"staff-{head.id}") == ""


def test_each_child_has_its_own_teachers(town: Town, sign_in: SignIn) -> None:
    town.school.guardianship(town.mother, town.karlis)
    client = sign_in(town.mother)
    page = client.get(f"{PATH}/new?child={town.karlis.id}", headers=ENGLISH).text
    assert re.findall(r'name="to" value="([^"]+)"', page) == [f"staff-{town.other_teacher.id}"]
    assert f'name="child" value="{town.karlis.id}"' in page


def test_a_guardian_without_access_has_no_mail_at_all(town: Town, sign_in: SignIn) -> None:
    father = town.school.person("Imants", "Čakste")
    town.school.guardianship(father, town.elza, access="undecided")
    assert sign_in(father).get(f"{PATH}/new").status_code == 404


def test_a_mother_who_teaches_here_writes_in_one_hat_at_a_time(town: Town, sign_in: SignIn) -> None:
    town.school.guardianship(town.other_teacher, town.elza)
    client = sign_in(town.other_teacher)
    assert found(client, "elza") == []
    client.set_cookie("klade_hat", "guardian")
    offered = re.findall(r'name="to" value="([^"]+)"', client.get(f"{PATH}/new").text)
    assert offered == [f"staff-{one.id}" for one in (town.class_teacher, town.teacher)]


# ---------------------------------------------------------------------------------------------- without a script


def test_without_a_script_a_name_is_found_by_the_button(town: Town, sign_in: SignIn) -> None:
    client = sign_in(town.class_teacher)
    typed = {"subject": "Ekskursija", "body": "Labdien!"}
    several = client.post(f"{PATH}/new", data=typed | {"who": "cakste", "add": "1"}, headers=ENGLISH)
    assert several.status_code == 422
    assert "Several fit. Choose." in several.text
    assert f'name="to" value="guardian-{town.mother.id}-{town.elza.id}"' in several.text
    one = client.post(f"{PATH}/new", data=typed | {"who": "cakste liga", "add": "1"}, headers=ENGLISH)
    assert one.status_code == 200
    assert f'<input type="hidden" name="to" value="guardian-{town.mother.id}-{town.elza.id}">' in one.text
    assert 'value="Ekskursija"' in one.text
    assert "Labdien!" in one.text
    nobody = client.post(f"{PATH}/new", data=typed | {"who": "dumins", "send": "1"}, headers=ENGLISH)
    assert "Nobody whom you may write to has this name." in nobody.text


def test_statements_do_not_grow_with_the_people(town: Town, sign_in: SignIn, statements: Statements) -> None:
    client = sign_in("deputy")
    counts = []
    for round_ in range(2):
        for place in range(round_ * 6):
            pupil = town.school.pupil(f"Pupa{place}", "Čakste", town.own)
            town.school.guardian(f"Māte{place}", "Čakste", pupil)
        client.get(f"{PATH}/new")
        with statements() as seen:
            found(client, "cakste")
            reached(client, f"class-{town.own.id}-guardians", "all-staff", f"pupil-{town.elza.id}")
            client.get(f"{PATH}/new?to=class-{town.own.id}-pupils")
        counts.append(len(seen))
    assert counts[0] == counts[1] < 60
