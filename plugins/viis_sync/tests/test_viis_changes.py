"""A later file: moved, withdrawn, renamed, missing; field by field, from a day on, and nothing erased by silence."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from core.classes.models import ClassMembership, ClassTeacher, SchoolClass
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
)
from core.schools.models import Order
from core.testing.schools import BuiltSchool
from core.values.imports import Difference, Kind
from klade_viis_sync.testing import ViisFile
from klade_viis_sync.testing.files import ANNAS, BRUNOS, affiliation, code, guardian, pupil

MADE = date(2026, 11, 20)
"""The day on which the files are made: what changes, changes from then on."""


def rows(school: BuiltSchool, model: Any, *where: Any) -> list[Any]:
    with school.read() as session:
        return list(session.scalars(select(model).where(*where).order_by(model.id)))


def person_id(school: BuiltSchool, key: str) -> int:
    (found,) = rows(school, Person, Person.personal_code == key)
    return int(found.id)


def told(difference: Difference) -> list[tuple[str, str | None, str | None]]:
    return [(field.column, field.old, field.new) for field in difference.fields]


def test_a_changed_name_is_shown_and_the_former_one_kept(
    viis_file: ViisFile, imports: Any, school: BuiltSchool
) -> None:
    imports.bring(viis_file.zip())
    viis_file.row("izglitojamais")["uzvards"] = "Ozola"
    import_id = imports.receive(viis_file.zip())
    (difference,) = imports.differences(import_id)
    assert (difference.kind, told(difference)) == (Kind.CHANGED, [("uzvards", "Bērziņa", "Ozola")])
    imports.accept(import_id)
    (anna,) = rows(school, Person, Person.personal_code == ANNAS)
    assert (anna.family_name, anna.former_name) == ("Ozola", "Bērziņa")


def test_what_the_file_leaves_empty_stays(viis_file: ViisFile, imports: Any, school: BuiltSchool) -> None:
    viis_file.row("izglitojamais")["talrunis"] = "+371 26000001"
    imports.bring(viis_file.zip())
    pupil_row = viis_file.row("izglitojamais")
    for column in ("talrunis", "deklareta_adrese", "dzimta_valoda", "dzimums", "valstiska_piederiba"):
        pupil_row[column] = ""
    assert imports.differences(imports.receive(viis_file.zip())) == []


def test_a_new_address_begins_and_the_old_one_ends(viis_file: ViisFile, imports: Any, school: BuiltSchool) -> None:
    imports.bring(viis_file.zip())
    viis_file.row("izglitojamais")["deklareta_adrese"] = "Cēsu iela 5, Valmiera"
    imports.bring(viis_file.zip())
    old, new = rows(school, Address, Address.person_id == person_id(school, ANNAS))
    assert (old.until_date, new.from_date, new.until_date) == (date(2026, 11, 19), MADE, None)


def test_a_second_number_is_added_where_several_are_known(
    viis_file: ViisFile, imports: Any, school: BuiltSchool
) -> None:
    viis_file.row("izglitojamais")["talrunis"] = "+371 26000001"
    imports.bring(viis_file.zip())
    anna = person_id(school, ANNAS)
    school.add(Contact(person_id=anna, kind="phone", value="+371 26000002"))
    viis_file.row("izglitojamais")["talrunis"] = "+371 26000003"
    imports.bring(viis_file.zip())
    assert [row.value[-1] for row in rows(school, Contact, Contact.person_id == anna)] == ["1", "2", "3"]


def test_out_of_family_care_begins_and_ends(viis_file: ViisFile, imports: Any, school: BuiltSchool) -> None:
    imports.bring(viis_file.zip())
    viis_file.row("izglitojamais")["arpusgimenes_aprupe"] = "1"
    imports.bring(viis_file.zip())
    (care,) = rows(school, CareStatus)
    assert (care.out_of_family, care.from_date, care.until_date) == (True, MADE, None)
    viis_file.manifest["created_at"] = "2026-12-01T08:00:00+02:00"
    viis_file.row("izglitojamais")["arpusgimenes_aprupe"] = "0"
    imports.bring(viis_file.zip())
    assert rows(school, CareStatus)[0].until_date == date(2026, 11, 30)
    assert imports.differences(imports.receive(viis_file.zip())) == []


def test_a_move_ends_one_membership_and_begins_another(viis_file: ViisFile, imports: Any, school: BuiltSchool) -> None:
    imports.bring(viis_file.zip())
    viis_file.row("piederiba")["lidz_datums"] = "2026-10-15"
    order = {"uznemsanas_rikojuma_nr": "1-9/71", "uznemsanas_rikojuma_datums": "2026-10-14"}
    viis_file.tables["piederiba"].append(affiliation(ANNAS, "7.b", "2026-10-16", **order))
    import_id = imports.receive(viis_file.zip())
    (difference,) = imports.differences(import_id)
    assert (difference.entity, difference.kind) == ("enrolments", Kind.CHANGED)
    imports.accept(import_id)
    anna = person_id(school, ANNAS)
    before, after = rows(school, ClassMembership, ClassMembership.pupil_id == anna)
    assert (before.until_date, after.from_date, after.until_date) == (date(2026, 10, 15), date(2026, 10, 16), None)
    (by,) = rows(school, Order, Order.id == after.order_id)
    assert (by.number, by.kind) == ("1-9/71", "class")
    (enrolment,) = rows(school, Enrolment, Enrolment.pupil_id == anna)
    assert enrolment.until_date is None
    assert len(rows(school, PupilProgramme, PupilProgramme.pupil_id == anna)) == 1
    assert imports.differences(imports.receive(viis_file.zip())) == []


def test_a_withdrawal_ends_everything_by_its_order(viis_file: ViisFile, imports: Any, school: BuiltSchool) -> None:
    imports.bring(viis_file.zip())
    viis_file.row("piederiba").update(
        lidz_datums="2026-10-31",
        statuss="atskaitits",
        atskaitisanas_rikojuma_nr="1-9/80",
        atskaitisanas_rikojuma_datums="2026-10-30",
        atskaitisanas_iemesls="cita skola",
        nakama_skola_reg_nr="2500000001",
    )
    imports.bring(viis_file.zip())
    anna = person_id(school, ANNAS)
    (enrolment,) = rows(school, Enrolment, Enrolment.pupil_id == anna)
    last = date(2026, 10, 31)
    assert (enrolment.until_date, enrolment.withdrawal_reason, enrolment.next_school) == (
        last,
        "cita skola",
        "2500000001",
    )
    assert rows(school, Order, Order.id == enrolment.withdrawal_order_id)[0].kind == "withdrawal"
    assert rows(school, ClassMembership, ClassMembership.pupil_id == anna)[0].until_date == last
    assert rows(school, PupilProgramme, PupilProgramme.pupil_id == anna)[0].until_date == last
    assert rows(school, EnrolmentStatus, EnrolmentStatus.enrolment_id == enrolment.id)[0].until_date == last
    assert imports.differences(imports.receive(viis_file.zip())) == []


def test_who_left_and_came_back_has_two_enrolments(viis_file: ViisFile, imports: Any, school: BuiltSchool) -> None:
    order = {"atskaitisanas_rikojuma_nr": "1-9/80", "atskaitisanas_rikojuma_datums": "2026-09-30"}
    viis_file.row("piederiba").update(lidz_datums="2026-09-30", statuss="atskaitits", **order)
    viis_file.tables["piederiba"].append(affiliation(ANNAS, "7.b", "2026-11-01"))
    imports.bring(viis_file.zip())
    first, second = rows(school, Enrolment, Enrolment.pupil_id == person_id(school, ANNAS))
    assert (first.until_date, second.from_date, second.until_date) == (date(2026, 9, 30), date(2026, 11, 1), None)


def test_an_academic_leave_is_a_dated_status(viis_file: ViisFile, imports: Any, school: BuiltSchool) -> None:
    viis_file.row("piederiba")["lidz_datums"] = "2026-10-31"
    leave = affiliation(ANNAS, "7.a", "2026-11-01", statuss="akademiskais_partraukums")
    viis_file.tables["piederiba"].append(leave)
    imports.bring(viis_file.zip())
    (enrolment,) = rows(school, Enrolment, Enrolment.pupil_id == person_id(school, ANNAS))
    statuses = rows(school, EnrolmentStatus, EnrolmentStatus.enrolment_id == enrolment.id)
    assert [(row.status, row.from_date) for row in statuses] == [
        ("attends", date(2026, 9, 1)),
        ("academic-leave", date(2026, 11, 1)),
    ]
    assert len(rows(school, ClassMembership, ClassMembership.pupil_id == person_id(school, ANNAS))) == 1


def test_a_withdrawal_recorded_here_is_not_undone_by_an_older_file(
    viis_file: ViisFile, imports: Any, school: BuiltSchool
) -> None:
    imports.bring(viis_file.zip())
    anna = person_id(school, ANNAS)

    def leave(session: Any) -> None:
        session.scalars(select(Enrolment).where(Enrolment.pupil_id == anna)).one().until_date = date(2026, 11, 10)

    school.write(leave)
    import_id = imports.receive(viis_file.zip())
    assert imports.differences(import_id) == []
    assert rows(school, Enrolment, Enrolment.pupil_id == anna)[0].until_date == date(2026, 11, 10)


def test_an_enrolment_of_earlier_years_keeps_its_beginning(
    viis_file: ViisFile, imports: Any, school: BuiltSchool
) -> None:
    anna = school.pupil("Anna Marija", "Bērziņa", from_date=date(2024, 9, 1), personal_code=ANNAS)
    imports.bring(viis_file.zip())
    (enrolment,) = rows(school, Enrolment, Enrolment.pupil_id == anna.id)
    assert (enrolment.from_date, enrolment.admission_order_id) == (date(2024, 9, 1), None)
    assert imports.differences(imports.receive(viis_file.zip())) == []


def test_who_is_missing_from_the_file_is_only_shown(viis_file: ViisFile, imports: Any, school: BuiltSchool) -> None:
    viis_file.tables["klase"].append(viis_file.row("klase", 1) | {"burts": "c"})
    other = code(date(1975, 5, 5), 1)
    viis_file.tables["pedagogs"].append(viis_file.row("pedagogs") | {"personas_kods": other, "vards": "Ojārs"})
    viis_file.tables["parstavis"].append(guardian(ANNAS, "Jānis", "Bērziņš", "tevs", "+371 29000003"))
    imports.bring(viis_file.zip())
    for table, number in (("izglitojamais", 2), ("piederiba", 2), ("klase", 2), ("pedagogs", 1), ("parstavis", 3)):
        del viis_file.tables[table][number]
    viis_file.tables["parstavis"] = [row for row in viis_file.tables["parstavis"] if row["vards"] != "Juris"]
    import_id = imports.receive(viis_file.zip())
    missing = imports.differences(import_id)
    assert {difference.kind for difference in missing} == {Kind.MISSING}
    assert [(difference.entity, difference.title) for difference in missing] == [
        ("staff", "Skujiņa Ojārs"),
        ("classes", "7.c"),
        ("pupils", "Ozola Cilda"),
        ("guardians", "Bērziņš Jānis – Bērziņa Anna Marija"),
    ]
    assert imports.accept(import_id).applied == []
    assert all(row.until_date is None for row in rows(school, Enrolment))


def test_a_row_with_an_error_is_not_missing(viis_file: ViisFile, imports: Any) -> None:
    imports.bring(viis_file.zip())
    viis_file.row("izglitojamais")["dzimums"] = "?"
    assert imports.differences(imports.receive(viis_file.zip())) == []


@pytest.mark.parametrize("column", ["ir_aizgadiba", "sazinas_aizliegums"])
def test_lost_custody_or_a_ban_asks_for_a_decision(
    column: str, viis_file: ViisFile, imports: Any, school: BuiltSchool
) -> None:
    imports.bring(viis_file.zip())
    viis_file.row("parstavis", 2)[column] = "0" if column == "ir_aizgadiba" else "1"
    imports.bring(viis_file.zip())
    bond = next(row for row in rows(school, Guardianship) if row.relation == "father")
    assert bond.access == "undecided"
    # And back: what the register says opens nothing by itself.
    viis_file.row("parstavis", 2)[column] = "1" if column == "ir_aizgadiba" else "0"
    imports.bring(viis_file.zip())
    assert school.again(bond).access == "undecided"


def test_a_decision_stands_while_the_file_says_the_same(viis_file: ViisFile, imports: Any, school: BuiltSchool) -> None:
    viis_file.row("parstavis", 2)["ir_aizgadiba"] = "0"
    imports.bring(viis_file.zip())

    def decide(session: Any) -> None:
        session.scalars(select(Guardianship).where(Guardianship.relation == "father")).one().access = "granted"

    school.write(decide)
    assert imports.differences(imports.receive(viis_file.zip())) == []


def test_another_class_teacher_follows_from_the_day_of_the_file(
    viis_file: ViisFile, imports: Any, school: BuiltSchool
) -> None:
    imports.bring(viis_file.zip())
    other = code(date(1975, 5, 5), 1)
    viis_file.tables["pedagogs"].append(viis_file.row("pedagogs") | {"personas_kods": other, "vards": "Ojārs"})
    viis_file.row("klase")["audzinataja_pk"] = other
    imports.bring(viis_file.zip())
    first, second = rows(school, ClassTeacher)
    assert (first.until_date, second.from_date) == (date(2026, 11, 19), MADE)
    assert second.person_id == person_id(school, other)


def test_a_post_is_compared_field_by_field(viis_file: ViisFile, imports: Any, school: BuiltSchool) -> None:
    imports.bring(viis_file.zip())
    viis_file.row("pedagogs").update(likmes="1", lidz="2027-05-31")
    import_id = imports.receive(viis_file.zip())
    (difference,) = imports.differences(import_id)
    assert told(difference) == [("likmes", "0.75", "1.00"), ("lidz", None, "2027-05-31")]
    imports.accept(import_id)
    (post,) = rows(school, Post)
    assert (post.load, post.until_date) == (100, date(2027, 5, 31))


def test_a_room_and_a_combined_class_are_compared(viis_file: ViisFile, imports: Any, school: BuiltSchool) -> None:
    imports.bring(viis_file.zip())
    viis_file.row("klase").update(telpa="204", apvienota="1")
    import_id = imports.receive(viis_file.zip())
    (difference,) = imports.differences(import_id)
    assert told(difference) == [("telpa", "110", "204"), ("apvienota", "0", "1")]
    imports.accept(import_id)
    assert rows(school, SchoolClass)[0].is_combined


def test_a_pupil_may_come_in_the_middle_of_the_year(viis_file: ViisFile, imports: Any, school: BuiltSchool) -> None:
    imports.bring(viis_file.zip())
    born = date(2013, 1, 15)
    newcomer = code(born, 500)
    viis_file.tables["izglitojamais"].append(pupil(newcomer, "Dace", "Liepa", born))
    viis_file.tables["piederiba"].append(affiliation(newcomer, "7.b", "2026-11-02"))
    import_id = imports.receive(viis_file.zip())
    assert [difference.kind for difference in imports.differences(import_id)] == [Kind.NEW, Kind.NEW]
    imports.accept(import_id)
    (enrolment,) = rows(school, Enrolment, Enrolment.pupil_id == person_id(school, newcomer))
    assert enrolment.from_date == date(2026, 11, 2)


def test_a_table_that_is_not_sent_is_not_compared(viis_file: ViisFile, imports: Any, school: BuiltSchool) -> None:
    imports.bring(viis_file.zip())
    viis_file.tables = {"piederiba": [affiliation(BRUNOS, "7.a"), affiliation("328673-00679", "7.a")]}
    import_id = imports.receive(viis_file.zip())
    assert imports.differences(import_id) == []
