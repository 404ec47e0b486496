"""Entering persons: names with their sort key, personal codes, contacts and addresses."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from core.foundation.errors import Invalid, NotFound
from core.foundation.names import sort_key
from core.people import contacts, persons
from core.people.models import Address, Contact, Person
from core.testing.schools import BuiltSchool

OLD_CODE = "010110-20017"


def code(text: str) -> str:
    """The code with its right check digit."""
    from core.values.personal_code import check_digit

    digits = text.replace("-", "")[:10]
    return f"{digits[:6]}-{digits[6:]}{check_digit(digits)}"


def test_a_person_is_entered_in_the_order_of_the_alphabet(school: BuiltSchool) -> None:
    person = school.write(lambda session: persons.add_person(session, " Anna  Marija ", "Ķēniņa"))
    assert (person.given_name, person.family_name) == ("Anna Marija", "Ķēniņa")
    assert person.sort_key == sort_key("Ķēniņa", "Anna Marija")


def test_a_new_name_moves_the_person_in_lists_and_keeps_the_former_one(school: BuiltSchool) -> None:
    anna = school.person("Anna", "Bērziņa")
    school.write(lambda session: persons.rename(session, anna.id, "Anna", "Zariņa"))
    renamed = school.again(anna)
    assert (renamed.listed_name, renamed.former_name) == ("Zariņa Anna", "Bērziņa")
    assert renamed.sort_key == sort_key("Zariņa", "Anna")
    changed = {column for column, _, _ in school.history_of(anna)}
    assert {"family_name", "former_name", "sort_key"} <= changed


def test_another_given_name_is_no_former_name(school: BuiltSchool) -> None:
    anna = school.person("Anna", "Bērziņa")
    school.write(lambda session: persons.rename(session, anna.id, "Anna Marija", "Bērziņa"))
    assert school.again(anna).former_name is None


def test_nobody_is_renamed_who_is_not_there(school: BuiltSchool) -> None:
    with pytest.raises(NotFound):
        school.write(lambda session: persons.rename(session, 4711, "Anna", "Bērziņa"))


def test_a_personal_code_is_kept_in_its_written_form(school: BuiltSchool) -> None:
    written = code(OLD_CODE)
    facts: dict[str, Any] = {"personal_code": written.replace("-", "")}
    person = school.write(lambda session: persons.add_person(session, "Anna", "Bērziņa", **facts))
    assert person.personal_code == written


@pytest.mark.parametrize("typed", ["12345", "310210-20017", "010110-20018"], ids=["form", "day", "check digit"])
def test_a_wrong_personal_code_is_refused(school: BuiltSchool, typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        school.write(lambda session: persons.add_person(session, "Anna", "Bērziņa", personal_code=typed))
    assert [problem.place for problem in refused.value.problems] == ["personal_code"]


def test_two_persons_never_have_one_personal_code(school: BuiltSchool) -> None:
    anna = school.person("Anna", "Bērziņa", personal_code=code(OLD_CODE))
    with pytest.raises(Invalid, match="Another person"):
        school.write(lambda session: persons.add_person(session, "Ilze", "Kalna", personal_code=code(OLD_CODE)))
    # The person's own code may be saved again.
    school.write(lambda session: persons.correct(session, anna.id, {"personal_code": code(OLD_CODE), "sex": "f"}))
    assert school.again(anna).sex == "f"


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("phone", "+371 29 554 915", "+37129554915"),
        ("phone", "29554915", "29554915"),
        ("email", " Anna@Piemers.LV ", "anna@piemers.lv"),
    ],
)
def test_a_contact_is_kept_as_it_is_dialled(school: BuiltSchool, kind: str, typed: str, kept: str) -> None:
    anna = school.person("Anna", "Bērziņa")
    first = school.write(lambda session: contacts.add_contact(session, anna.id, kind, typed))
    again = school.write(lambda session: contacts.add_contact(session, anna.id, kind, kept))
    assert (first.value, again.id) == (kept, first.id)


@pytest.mark.parametrize(
    ("kind", "typed"), [("phone", "1234"), ("phone", "zvanīt mātei"), ("email", "anna.piemers.lv")]
)
def test_what_is_no_contact_is_refused(school: BuiltSchool, kind: str, typed: str) -> None:
    anna = school.person("Anna", "Bērziņa")
    with pytest.raises(Invalid):
        school.write(lambda session: contacts.add_contact(session, anna.id, kind, typed))


def test_a_changed_contact_has_to_be_proven_anew(school: BuiltSchool) -> None:
    from core.foundation import clock

    anna = school.person("Anna", "Bērziņa")
    contact = school.add(Contact(person_id=anna.id, kind="phone", value="29554915", verified_at=clock.now()))
    school.write(lambda session: contacts.change_contact(session, contact.id, "2955 4915"))
    assert school.again(contact).verified_at is not None
    school.write(lambda session: contacts.change_contact(session, contact.id, "29554916"))
    assert school.again(contact).verified_at is None


def test_a_new_address_ends_the_one_before(school: BuiltSchool) -> None:
    anna = school.person("Anna", "Bērziņa")

    def live(text: str, day: date) -> Address:
        return school.write(lambda session: contacts.set_address(session, anna.id, "declared", text, day))

    first = live("Rīgas iela 1, Valmiera", date(2026, 9, 1))
    assert live("Rīgas iela 1,  Valmiera", date(2026, 10, 1)).id == first.id
    live("Kalna iela 2, Valmiera", date(2026, 11, 1))
    assert school.again(first).until_date == date(2026, 10, 31)
    with pytest.raises(Invalid):
        live("Ostas iela 3, Valmiera", date(2026, 11, 1))


def test_entering_leaves_one_change_with_the_whole_person(school: BuiltSchool) -> None:
    def work(session: Session) -> Person:
        return persons.add_person(session, "Anna", "Bērziņa", birth_date=date(2010, 5, 1))

    [(column, old, new)] = school.history_of(school.write(work))
    assert (column, old) == (None, None)
    assert "2010-05-01" in str(new)
