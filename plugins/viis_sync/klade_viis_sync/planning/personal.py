"""What a row changes about a person: own fields, phone, e-mail. What the file leaves empty stays as it is."""

from dataclasses import dataclass
from typing import Any

from core.foundation.names import sort_key
from core.people.models import Contact, Person
from core.values.imports import FieldChange
from klade_viis_sync.contacts import same_contact
from klade_viis_sync.planning.steps import changes_shown, shown
from klade_viis_sync.present import PERSON_FIELDS, Present, Row
from klade_viis_sync.tables import Table
from klade_viis_sync.writing import Ref, Writer

_COLUMNS = {"phone": "talrunis", "email": "epasts"}

Contacts = dict[str, str | None]
"""`phone` and `email`."""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody who is not there yet; entered once, however many rows speak of the person."""

    ref: Ref
    values: dict[str, Any]
    contacts: Contacts

    def write(self, writer: Writer) -> None:
        if not writer.knows(self.ref):
            empty: dict[str, Any] = dict.fromkeys(PERSON_FIELDS)
            key = sort_key(self.values["family_name"], self.values["given_name"])
            writer.insert(Person, empty | self.values | {"sort_key": key}, self.ref)
        for kind, value in self.contacts.items():
            contact = Ref("contact", f"{self.ref.key}/{kind}/{value}")
            if value and not writer.knows(contact):
                writer.insert(Contact, {"person_id": self.ref, "kind": kind, "value": value}, contact)


@dataclass(frozen=True, slots=True)
class ChangedPerson:
    """What is new about somebody who is there."""

    row: Row
    values: dict[str, Any]
    contacts: list[tuple[str, Row | None, str]]
    fields: list[FieldChange]

    def write(self, writer: Writer) -> None:
        old, new = self.row.values, dict(self.values)
        if "family_name" in new:
            new["former_name"] = old["family_name"]
        if "family_name" in new or "given_name" in new:
            both = old | new
            new["sort_key"] = sort_key(both["family_name"], both["given_name"])
        if new:
            writer.change(Person, self.row, new)
        for kind, contact, value in self.contacts:
            if contact is None:
                writer.insert(Contact, {"person_id": self.row.id, "kind": kind, "value": value})
            else:
                # A number nobody has proven yet takes the place of the one that was.
                changed = {"value": value, "verified_at": None}
                writer.change(Contact, contact, changed)


def changed_person(
    present: Present, person_id: int, table: Table[Any], values: dict[str, Any], contacts: Contacts
) -> ChangedPerson:
    """Compare a person with what a row says."""
    row = present.persons[person_id]
    new = {name: value for name, value in values.items() if value is not None and value != row.values[name]}
    fields = changes_shown(table, row.values, new)
    moved: list[tuple[str, Row | None, str]] = []
    for kind, value in contacts.items():
        theirs = [contact for contact in present.contacts[person_id] if contact.values["kind"] == kind]
        if value is None or any(same_contact(kind, contact.values["value"], value) for contact in theirs):
            continue
        # With several numbers it cannot be told which one the new one replaces.
        replaced = theirs[0] if len(theirs) == 1 else None
        moved.append((kind, replaced, value))
        fields.append(shown(_COLUMNS[kind], replaced.values["value"] if replaced else None, value))
    return ChangedPerson(row, new, moved, fields)
