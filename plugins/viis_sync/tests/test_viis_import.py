"""A file is taken in: what stands in the school afterwards, read again, in part, taken back."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from core.classes.models import ClassMembership, ClassProgramme, ClassTeacher, SchoolClass
from core.foundation.errors import Conflict
from core.foundation.history.models import Change
from core.imports import pipeline, services
from core.imports.models import Import, ImportDifference
from core.people.models import (
    Address,
    CareStatus,
    Contact,
    Enrolment,
    EnrolmentStatus,
    Guardianship,
    Person,
    Post,
    PupilProgramme,
    SupportNeed,
)
from core.schools.models import Order, Programme, Room, SchoolProfile
from core.testing.schools import BuiltSchool
from klade_viis_sync.testing import ViisFile
from klade_viis_sync.testing.files import ANNAS, BRUNOS, CILDAS, TEACHER, affiliation


def count(school: BuiltSchool, *of: Any) -> int:
    with school.read() as session:
        return session.scalar(select(func.count()).select_from(of[0]).where(*of[1:])) or 0


def one(school: BuiltSchool, model: Any, *where: Any) -> Any:
    with school.read() as session:
        return session.scalars(select(model).where(*where)).one()


def pupil(school: BuiltSchool, code: str) -> Any:
    return one(school, Person, (Person.personal_code == code) | (Person.institution_number == code))


def test_the_gymnasium_stands_whole_after_its_file(sample: bytes, imports: Any, school: BuiltSchool) -> None:
    imports.bring(sample)
    assert count(school, Person) == 1599
    assert count(school, SchoolClass) == count(school, ClassTeacher) == 24
    assert count(school, Enrolment) == 621
    assert count(school, Enrolment, Enrolment.admission_order_id.is_not(None)) == 621
    assert count(school, ClassMembership) == 622
    assert count(school, Guardianship) == 1089
    assert count(school, Guardianship, Guardianship.access == "undecided") == 12
    assert count(school, Post) == 55
    assert count(school, PupilProgramme) == count(school, EnrolmentStatus) == 621
    with school.read() as session:
        assert len(set(session.scalars(select(Post.title)))) == 8
        pupils_of = Counter(session.scalars(select(Guardianship.guardian_id)))
    assert (len(pupils_of), Counter(pupils_of.values())[2]) == (923, 166)
    left = one(school, Enrolment, Enrolment.until_date.is_not(None))
    assert (left.until_date, left.withdrawal_reason, left.next_school) == (
        date(2026, 9, 30),
        "cita skola",
        "2500000001",
    )
    moved = one(school, ClassMembership, ClassMembership.from_date == date(2026, 10, 16), ClassMembership.order_id > 0)
    assert one(school, Order, Order.id == moved.order_id).number == "1-9/71"
    before = one(school, ClassMembership, ClassMembership.pupil_id == moved.pupil_id, ClassMembership.id != moved.id)
    assert before.until_date == date(2026, 10, 15)
    assert count(school, Enrolment, Enrolment.pupil_id == moved.pupil_id) == 1


def test_the_same_file_again_changes_nothing(sample: bytes, imports: Any, school: BuiltSchool) -> None:
    imports.bring(sample)
    changes = count(school, Change)
    again = imports.receive(sample)
    assert imports.differences(again) == []
    assert imports.accept(again).applied == []
    assert count(school, Change) == changes
    assert school.again(one(school, Import, Import.id == again)).change_id is None


def test_every_fact_of_a_row_is_kept(viis_file: ViisFile, imports: Any, school: BuiltSchool) -> None:
    anna = viis_file.row("izglitojamais")
    anna |= {"talrunis": "26000001", "epasts": "Anna@Example.LV", "faktiska_adrese": "Cēsu iela 2, Valmiera"}
    anna |= {
        "arpusgimenes_aprupe": "1",
        "spec_vajadziba_kods": "56",
        "pmk_atzinuma_nr": "7",
        "pmk_datums": "2025-05-06",
    }
    imports.bring(viis_file.zip())
    person = pupil(school, ANNAS)
    assert (person.given_name, person.family_name, person.sex) == ("Anna Marija", "Bērziņa", "f")
    assert (person.birth_date, person.language, person.citizenship) == (date(2013, 5, 4), "lv", "LV")
    with school.read() as session:
        contacts = session.execute(select(Contact.kind, Contact.value).where(Contact.person_id == person.id)).all()
        addresses = session.execute(select(Address.kind, Address.text).where(Address.person_id == person.id)).all()
    assert set(contacts) == {("phone", "+371 26000001"), ("email", "anna@example.lv")}
    assert set(addresses) == {("declared", "Rīgas iela 1, Valmiera, LV-4201"), ("actual", "Cēsu iela 2, Valmiera")}
    assert one(school, CareStatus).out_of_family
    need = one(school, SupportNeed)
    assert (need.code, need.opinion_number, need.opinion_date) == ("56", "7", date(2025, 5, 6))
    enrolment = one(school, Enrolment, Enrolment.pupil_id == person.id)
    order = one(school, Order, Order.id == enrolment.admission_order_id)
    assert (order.number, order.dated, order.kind) == ("1-9/7", date(2026, 8, 20), "admission")
    assert (enrolment.from_date, enrolment.until_date) == (date(2026, 9, 1), None)
    post = one(school, Post)
    assert (post.load, post.weekly_hours, post.from_date) == (75, 21, date(2013, 9, 1))
    assert one(school, Person, Person.id == post.person_id).birth_date == date(1980, 1, 2)


def test_the_schools_own_rows_come_with_the_file(viis_file: ViisFile, imports: Any, school: BuiltSchool) -> None:
    imports.bring(viis_file.zip())
    profile = one(school, SchoolProfile)
    assert (profile.registration_number, profile.area_code) == ("2599999999", "0025200")
    programme = one(school, Programme)
    assert (programme.code, programme.accredited_until) == ("23011111", date(2028, 6, 30))
    assert one(school, Room).name == "110"
    class_a = one(school, SchoolClass, SchoolClass.letter == "a")
    assert (class_a.name, class_a.cohort) == ("7.a", "2020-a")
    assert count(school, ClassProgramme) == 2
    teacher = one(school, ClassTeacher)
    assert (teacher.school_class_id, teacher.is_main) == (class_a.id, True)
    assert one(school, Person, Person.id == teacher.person_id).personal_code == TEACHER


def test_a_file_of_another_school_is_refused_once_the_number_is_known(
    viis_file: ViisFile, imports: Any, school: BuiltSchool
) -> None:
    imports.bring(viis_file.zip())
    viis_file.manifest["registracijas_nr"] = viis_file.row("skola")["registracijas_nr"] = "2500000001"
    refused = imports.receive(viis_file.zip())
    assert one(school, Import, Import.id == refused).state == "refused"
    with pytest.raises(Conflict):
        imports.accept(refused)


def test_a_refused_file_leaves_its_reason_and_no_bytes(imports: Any, school: BuiltSchool) -> None:
    imports.receive(b"PK\x03\x04")
    with school.read() as session:
        assert session.execute(select(Import.state, Import.size, Import.content)).all() == [("refused", 4, None)]


def test_only_what_is_chosen_is_applied(viis_file: ViisFile, imports: Any, school: BuiltSchool) -> None:
    import_id = imports.receive(viis_file.zip())
    only = {"programmes": True, "classes": True, "school": False, "staff": False, "class-teachers": True}
    rest = {"pupils": False, "enrolments": True, "guardians": False}
    imports.write(pipeline.CHOSEN, lambda session: services.choose_entities(session, import_id, only | rest))
    selection = imports.accept(import_id)
    assert count(school, SchoolClass) == 2
    assert count(school, Person) == count(school, Enrolment) == count(school, ClassTeacher) == 0
    # Enrolments were chosen, but stand on pupils; class teachers stand on staff.
    assert sorted(len(ids) for ids in selection.left.values()) == [4, 8]


def test_one_row_can_be_left_out_with_all_that_stands_on_it(
    viis_file: ViisFile, imports: Any, school: BuiltSchool
) -> None:
    import_id = imports.receive(viis_file.zip())
    with school.read() as session:
        anna = session.scalars(
            select(ImportDifference.id).where(
                ImportDifference.entity == "pupils", ImportDifference.title.like("%Anna%")
            )
        ).one()
    imports.write(pipeline.CHOSEN, lambda session: services.choose(session, import_id, [anna], []))
    imports.accept(import_id)
    with school.read() as session:
        assert set(session.scalars(select(Person.given_name))) == {"Bruno", "Cilda", "Diāna", "Ilze", "Juris"}
    assert (count(school, Enrolment), count(school, Guardianship)) == (2, 2)
    # Read again, exactly what was left is new.
    assert {difference.entity for difference in imports.differences(imports.receive(viis_file.zip()))} == {
        "pupils",
        "enrolments",
        "guardians",
    }


def test_what_the_school_changed_since_the_preview_is_left(
    viis_file: ViisFile, imports: Any, school: BuiltSchool
) -> None:
    imports.bring(viis_file.zip())
    viis_file.row("klase")["telpa"] = "204"
    viis_file.row("izglitojamais")["deklareta_adrese"] = "Cēsu iela 5, Valmiera"
    import_id = imports.receive(viis_file.zip())

    def meanwhile(session: Any) -> None:
        row = session.scalars(select(SchoolClass).where(SchoolClass.letter == "a")).one()
        row.room_id = session.scalars(select(Room.id)).one()
        row.is_combined = True

    school.write(meanwhile)
    selection = imports.accept(import_id)
    assert (len(selection.applied), [len(ids) for ids in selection.left.values()]) == (1, [1])
    assert one(school, SchoolClass, SchoolClass.letter == "a").is_combined


def test_an_import_is_applied_once(viis_file: ViisFile, imports: Any) -> None:
    import_id = imports.bring(viis_file.zip())
    with pytest.raises(Conflict):
        imports.accept(import_id)


def test_taking_back_leaves_the_school_as_it_was(sample: bytes, imports: Any, school: BuiltSchool) -> None:
    undone = imports.take_back(imports.bring(sample))
    assert undone.left == ()
    for model in (
        Person,
        Contact,
        Address,
        Enrolment,
        ClassMembership,
        Guardianship,
        Post,
        SchoolClass,
        Programme,
        Order,
    ):
        assert count(school, model) == 0
    assert one(school, SchoolProfile).registration_number is None
    again = imports.bring(sample)
    assert count(school, Enrolment) == 621
    assert school.again(one(school, Import, Import.id == again)).state == "applied"


def test_taking_back_leaves_and_names_what_was_touched_since(
    viis_file: ViisFile, imports: Any, school: BuiltSchool
) -> None:
    import_id = imports.bring(viis_file.zip())

    def correct(session: Any) -> None:
        session.scalars(select(Person).where(Person.personal_code == ANNAS)).one().given_name = "Anna"

    school.write(correct)
    undone = imports.take_back(import_id)
    assert [row.table for row in undone.left] == ["person"]
    assert pupil(school, ANNAS).given_name == "Anna"
    assert count(school, Person) == 1
    with pytest.raises(Conflict):
        imports.take_back(import_id)


def test_taking_back_a_second_file_restores_what_the_first_said(
    viis_file: ViisFile, imports: Any, school: BuiltSchool
) -> None:
    imports.bring(viis_file.zip())
    viis_file.row("izglitojamais")["uzvards"] = "Ozola"
    viis_file.row("piederiba", 1)["lidz_datums"] = "2026-10-15"
    viis_file.tables["piederiba"].append(affiliation(BRUNOS, "7.b", "2026-10-16"))
    second = imports.bring(viis_file.zip())
    assert pupil(school, ANNAS).family_name == "Ozola"
    bruno = pupil(school, BRUNOS).id
    assert count(school, ClassMembership, ClassMembership.pupil_id == bruno) == 2
    assert imports.take_back(second).left == ()
    assert pupil(school, ANNAS).family_name == "Bērziņa"
    assert one(school, ClassMembership, ClassMembership.pupil_id == bruno).until_date is None


def test_sealed_values_are_forgotten_once_they_are_applied(
    viis_file: ViisFile, imports: Any, school: BuiltSchool
) -> None:
    viis_file.row("izglitojamais")["spec_vajadziba_kods"] = "56"
    viis_file.row("parstavis")["sazinas_aizliegums"] = "1"
    import_id = imports.receive(viis_file.zip())
    shown = {field.column: field.new for found in imports.differences(import_id) for field in found.fields}
    assert (shown["spec_vajadziba_kods"], shown["sazinas_aizliegums"]) == ("56", "1")
    imports.accept(import_id)
    kept = {field.column: field.new for found in imports.differences(import_id) for field in found.fields}
    assert (kept["spec_vajadziba_kods"], kept["sazinas_aizliegums"]) == (None, None)


def test_a_discarded_file_leaves_nothing(viis_file: ViisFile, imports: Any, school: BuiltSchool) -> None:
    import_id = imports.receive(viis_file.zip())
    imports.write(pipeline.DISCARDED, lambda session: services.discard(session, import_id))
    assert count(school, Import) == count(school, ImportDifference) == 0


def test_a_pupil_by_number_is_found_again(viis_file: ViisFile, imports: Any, school: BuiltSchool) -> None:
    imports.bring(viis_file.zip())
    viis_file.row("izglitojamais", 2)["vards"] = "Cilda Elza"
    imports.bring(viis_file.zip())
    assert pupil(school, CILDAS).given_name == "Cilda Elza"
