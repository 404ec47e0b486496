"""Entering persons and keeping what is known of them in step."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from core.foundation.errors import Invalid, NotFound, Problem
from core.foundation.names import sort_key
from core.people.models import Person
from core.values.personal_code import WrongPersonalCode, read_personal_code


def named(given_name: str, family_name: str) -> dict[str, str]:
    """The columns of a name; the one place that keeps the sort key in step with it."""
    given, family = " ".join(given_name.split()), " ".join(family_name.split())
    return {"given_name": given, "family_name": family, "sort_key": sort_key(family, given)}


def person_of(session: Session, person_id: int) -> Person:
    """The person of an id. Raises NotFound."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound(_l("There is no such person."))
    return person


def add_person(session: Session, given_name: str, family_name: str, **facts: Any) -> Person:
    """Enter a person. Raises Invalid for a wrong personal code, or one that somebody has already."""
    if facts.get("personal_code"):
        facts |= {"personal_code": _free_code(session, facts["personal_code"], None)}
    person = Person(**named(given_name, family_name), **facts)
    session.add(person)
    session.flush()
    return person


def rename(session: Session, person_id: int, given_name: str, family_name: str) -> Person:
    """Another name from now on; a family name given up stays as the former one."""
    person = person_of(session, person_id)
    names = named(given_name, family_name)
    if names["family_name"] != person.family_name:
        person.former_name = person.family_name
    _set(person, names)
    return person


def correct(session: Session, person_id: int, facts: Mapping[str, Any]) -> Person:
    """Correct what is known of a person besides the name. Raises Invalid as `add_person`."""
    person = person_of(session, person_id)
    values = dict(facts)
    if values.get("personal_code"):
        values["personal_code"] = _free_code(session, values["personal_code"], person_id)
    _set(person, values)
    return person


def _set(person: Person, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(person, name, value)


def _free_code(session: Session, typed: str, person_id: int | None) -> str:
    """The code in its written form, where nobody else has it."""
    try:
        code = read_personal_code(typed).text
    except WrongPersonalCode as wrong:
        message = _l("This is no personal code: check each digit. Nothing was changed.")
        raise Invalid(message, [Problem("personal_code", message)]) from wrong
    if session.scalar(select(exists().where(Person.personal_code == code, Person.id != (person_id or 0)))):
        message = _l("Another person of the school has this personal code. Nothing was changed.")
        raise Invalid(message, [Problem("personal_code", message)])
    return code
