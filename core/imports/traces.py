"""Which records taking an import back left as they are, told so that a person finds them."""

from dataclasses import dataclass

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation.database import School
from core.imports.models import Import
from core.people.models import Person
from core.values.texts import N_

_TABLES = {
    "person": N_("Person"),
    "contact": N_("Contact"),
    "address": N_("Address"),
    "post": N_("Post"),
    "guardianship": N_("Guardianship"),
    "enrolment": N_("Enrolment"),
    "enrolment_status": N_("Status of an enrolment"),
    "pupil_programme": N_("Programme of a pupil"),
    "class_membership": N_("Membership of a class"),
    "care_status": N_("Out-of-family care"),
    "support_need": N_("Special need"),
    "school_class": N_("Class"),
    "class_programme": N_("Programme of a class"),
    "class_teacher": N_("Class teacher"),
    "school_profile": N_("School profile"),
    "school_year": N_("School year"),
    "programme": N_("Education programme"),
    "room": N_("Room"),
    "head_order": N_("Order"),
}
_WHOSE = ("pupil_id", "person_id", "guardian_id")


@dataclass(frozen=True, slots=True)
class LeftRow:
    """A record that was left: what sort it is, whose it is, its number."""

    sort: str
    name: str
    id: int


def left_rows(session: Session, entered: Import) -> list[LeftRow]:
    """The records that taking back left, by sort."""
    by_table: dict[str, list[int]] = {}
    for table, row_id in orjson.loads(entered.left_rows):
        by_table.setdefault(table, []).append(row_id)
    found = []
    for table, ids in by_table.items():
        names = _names(session, table, ids)
        found += [LeftRow(_TABLES.get(table, table), names.get(row_id, ""), row_id) for row_id in ids]
    return found


def _names(session: Session, table_name: str, ids: list[int]) -> dict[int, str]:
    """Whose the rows are, where they are somebody's."""
    table = School.metadata.tables[table_name]
    whose = table.c.id if table_name == "person" else next((table.c[name] for name in _WHOSE if name in table.c), None)
    if whose is None:
        return {}
    statement = (
        select(table.c.id, Person.family_name, Person.given_name)
        .select_from(table)
        .join(Person, Person.id == whose)
        .where(table.c.id.in_(ids))
    )
    return {row_id: f"{family} {given}" for row_id, family, given in session.execute(statement)}
