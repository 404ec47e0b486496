"""Who a row speaks of: by code, by number, by a person's answer; guardians never by name alone."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from core.people.models import Contact, Guardianship, Person
from core.testing.schools import BuiltSchool
from core.values.imports import Difference, Kind
from klade_viis_sync.planning.families import grouped
from klade_viis_sync.records import GuardianRow
from klade_viis_sync.testing import ViisFile
from klade_viis_sync.testing.files import ANNA, ANNAS, BRUNOS, CILDA, CILDAS, MOTHERS, TEACHER, guardian


def persons(school: BuiltSchool, *where: Any) -> list[Person]:
    with school.read() as session:
        return list(session.scalars(select(Person).where(*where).order_by(Person.id)))


def questions(differences: list[Difference]) -> list[Difference]:
    return [difference for difference in differences if difference.kind is Kind.QUESTION]


def row(pupil: str, phone: str | None = None, email: str | None = None, code: str | None = None) -> GuardianRow:
    return GuardianRow(1, pupil, "Ilze", "Bērziņa", code, "mother", phone, email, True, False, False)


@pytest.mark.parametrize(
    ("rows", "groups"),
    [
        ([row("a", code="1"), row("b", code="1")], 1),
        ([row("a", code="1"), row("b", code="2")], 2),
        ([row("a", "29000001"), row("b", "+371 29000001")], 1),
        ([row("a", email="i@example.lv"), row("b", email="I@example.LV")], 1),
        ([row("a", "29000001"), row("b", "29000002")], 2),
        ([row("a"), row("b")], 2),
        # Two codes are two persons, though they share a phone.
        ([row("a", "29000001", code="1"), row("b", "29000001", code="2")], 2),
        # A row without a code belongs to one person only, and never joins two.
        ([row("a", "29000001", code="1"), row("b", "29000001"), row("c", "29000001", code="2")], 2),
        # A chain: phone with the first, e-mail with the second.
        ([row("a", "29000001"), row("b", "29000001", "i@example.lv"), row("c", email="i@example.lv")], 1),
    ],
)
def test_guardians_are_one_person_by_code_or_by_contact_with_the_name(rows: list[GuardianRow], groups: int) -> None:
    assert len(grouped(rows)) == groups


def test_siblings_share_a_parent(viis_file: ViisFile, imports: Any, school: BuiltSchool) -> None:
    imports.bring(viis_file.zip())
    (mother,) = persons(school, Person.given_name == "Ilze")
    assert mother.personal_code == MOTHERS
    with school.read() as session:
        assert session.scalar(select(func.count()).where(Guardianship.guardian_id == mother.id)) == 2
        assert session.scalars(select(Contact.value).where(Contact.person_id == mother.id)).all() == ["+371 29000001"]


def test_a_namesake_with_another_phone_is_another_person(
    viis_file: ViisFile, imports: Any, school: BuiltSchool
) -> None:
    viis_file.row("parstavis", 1)["talrunis"] = "+371 29000009"
    imports.bring(viis_file.zip())
    assert len(persons(school, Person.given_name == "Ilze")) == 2


def test_a_teacher_is_recognised_as_a_mother_by_her_code(
    viis_file: ViisFile, imports: Any, school: BuiltSchool
) -> None:
    viis_file.tables["parstavis"].append(guardian(CILDAS, "Diāna", "Skujiņa", "mate", "+371 29000004", TEACHER))
    imports.bring(viis_file.zip())
    (teacher,) = persons(school, Person.given_name == "Diāna")
    with school.read() as session:
        assert session.scalars(select(Contact.value).where(Contact.person_id == teacher.id)).all() == ["+371 29000004"]


def test_somebody_who_is_there_is_found_by_code(viis_file: ViisFile, imports: Any, school: BuiltSchool) -> None:
    anna = school.person("Anna", "Bērziņa", personal_code=ANNAS)
    imports.bring(viis_file.zip())
    assert school.again(anna).given_name == "Anna Marija"
    assert len(persons(school)) == 6


def test_the_same_name_and_birth_date_are_only_a_question(
    viis_file: ViisFile, imports: Any, school: BuiltSchool
) -> None:
    anna = school.person("Anna Marija", "Bērziņa", birth_date=ANNA)
    import_id = imports.receive(viis_file.zip())
    (question,) = questions(imports.differences(import_id))
    assert [choice.key for choice in question.choices] == [f"same-{anna.id}", "new"]
    selection = imports.accept(import_id)
    # Unanswered, the pupil is left, and with her what stands on her.
    assert school.again(anna).personal_code is None
    assert sum(len(ids) for ids in selection.left.values()) == 3


def test_answered_as_the_same_person_the_code_is_entered(
    viis_file: ViisFile, imports: Any, school: BuiltSchool
) -> None:
    anna = school.person("Anna Marija", "Bērziņa", birth_date=ANNA)
    import_id = imports.receive(viis_file.zip())
    (question,) = questions(imports.differences(import_id))
    imports.answer(import_id, {question.key: f"same-{anna.id}"})
    imports.accept(import_id)
    assert school.again(anna).personal_code == ANNAS
    assert imports.differences(imports.receive(viis_file.zip())) == []


def test_answered_as_another_person_a_namesake_is_added(viis_file: ViisFile, imports: Any, school: BuiltSchool) -> None:
    school.person("Anna Marija", "Bērziņa", birth_date=ANNA)
    import_id = imports.receive(viis_file.zip())
    (question,) = questions(imports.differences(import_id))
    imports.answer(import_id, {question.key: "new"})
    imports.accept(import_id)
    assert len(persons(school, Person.family_name == "Bērziņa", Person.birth_date == ANNA)) == 2
    assert imports.differences(imports.receive(viis_file.zip())) == []


def test_another_code_is_another_person_without_a_question(
    viis_file: ViisFile, imports: Any, school: BuiltSchool
) -> None:
    school.person("Anna Marija", "Bērziņa", birth_date=ANNA, personal_code="328673-00679")
    assert questions(imports.differences(imports.receive(viis_file.zip()))) == []


def test_a_teacher_without_a_code_here_is_asked_about(viis_file: ViisFile, imports: Any, school: BuiltSchool) -> None:
    teacher = school.teacher("Diāna", "Skujiņa", birth_date=date(1980, 1, 2))
    import_id = imports.receive(viis_file.zip())
    (question,) = questions(imports.differences(import_id))
    assert question.entity == "staff"
    imports.answer(import_id, {question.key: f"same-{teacher.id}"})
    imports.accept(import_id)
    assert school.again(teacher).personal_code == TEACHER


def test_a_pupil_who_gets_a_code_is_asked_about(viis_file: ViisFile, imports: Any, school: BuiltSchool) -> None:
    imports.bring(viis_file.zip())
    (cilda,) = persons(school, Person.institution_number == CILDAS)
    pupil = viis_file.row("izglitojamais", 2)
    pupil |= {"personas_kods": "328673-00679", "iestades_id": ""}
    for table in ("parstavis", "piederiba"):
        viis_file.row(table, 2)["izgl_id"] = "328673-00679"
    import_id = imports.receive(viis_file.zip())
    (question,) = questions(imports.differences(import_id))
    imports.answer(import_id, {question.key: f"same-{cilda.id}"})
    imports.accept(import_id)
    assert school.again(cilda).personal_code == "328673-00679"
    assert imports.differences(imports.receive(viis_file.zip())) == []
    assert cilda.birth_date == CILDA


def test_a_guardian_is_found_by_phone_and_name(viis_file: ViisFile, imports: Any, school: BuiltSchool) -> None:
    father = school.person("Juris", "Ozols")
    school.add(Contact(person_id=father.id, kind="phone", value="29 000 002"))
    imports.bring(viis_file.zip())
    assert [person.id for person in persons(school, Person.given_name == "Juris")] == [father.id]


def test_a_guardian_is_not_found_by_name_alone(viis_file: ViisFile, imports: Any, school: BuiltSchool) -> None:
    school.person("Juris", "Ozols")
    import_id = imports.receive(viis_file.zip())
    assert questions(imports.differences(import_id)) == []
    imports.accept(import_id)
    assert len(persons(school, Person.given_name == "Juris")) == 2


def test_a_guardian_of_the_pupil_with_a_new_phone_is_asked_about(
    viis_file: ViisFile, imports: Any, school: BuiltSchool
) -> None:
    imports.bring(viis_file.zip())
    (father,) = persons(school, Person.given_name == "Juris")
    viis_file.row("parstavis", 2)["talrunis"] = "+371 29000077"
    import_id = imports.receive(viis_file.zip())
    (question,) = imports.differences(import_id)
    assert question.kind is Kind.QUESTION
    assert [(field.column, field.old, field.new) for field in question.fields] == [
        ("talrunis", "+371 29000002", "+371 29000077")
    ]
    imports.answer(import_id, {question.key: f"same-{father.id}"})
    imports.accept(import_id)
    with school.read() as session:
        assert session.scalars(select(Contact.value).where(Contact.person_id == father.id)).all() == ["+371 29000077"]
    assert imports.differences(imports.receive(viis_file.zip())) == []


def test_two_namesakes_with_one_phone_are_asked_about(viis_file: ViisFile, imports: Any, school: BuiltSchool) -> None:
    for _ in range(2):
        namesake = school.person("Juris", "Ozols")
        school.add(Contact(person_id=namesake.id, kind="phone", value="+371 29000002"))
    (question,) = questions(imports.differences(imports.receive(viis_file.zip())))
    assert len(question.choices) == 3


def test_a_parent_of_two_is_asked_about_once(viis_file: ViisFile, imports: Any, school: BuiltSchool) -> None:
    viis_file.row("parstavis", 0)["personas_kods"] = ""
    imports.bring(viis_file.zip())
    (mother,) = persons(school, Person.given_name == "Ilze")
    for number in (0, 1):
        viis_file.row("parstavis", number)["talrunis"] = "+371 29000055"
    import_id = imports.receive(viis_file.zip())
    (question,) = imports.differences(import_id)
    imports.answer(import_id, {question.key: "new"})
    assert len(imports.differences(import_id)) == 4  # two new bonds, and the two that are missing from the file
    imports.answer(import_id, {question.key: f"same-{mother.id}"})
    imports.accept(import_id)
    assert len(persons(school, Person.given_name == "Ilze")) == 1
    assert len(persons(school, Person.personal_code == BRUNOS)) == 1
