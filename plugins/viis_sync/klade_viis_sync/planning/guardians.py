"""Plans guardians: one person for all the rows that speak of the same one, and a guardianship for each pupil."""

from typing import Any

from core.people.models import Guardianship
from core.values.imports import FieldChange, Kind
from core.values.personal_code import read_personal_code
from core.values.texts import N_
from klade_viis_sync.contacts import plain_contact
from klade_viis_sync.planning.families import grouped
from klade_viis_sync.planning.personal import Contacts, NewPerson, changed_person
from klade_viis_sync.planning.persons import Match, Proposal, asked, contradicts, enter
from klade_viis_sync.planning.steps import GUARDIANS, PUPILS, Planning, changes_shown, key_of, shown
from klade_viis_sync.present import Row, name_key
from klade_viis_sync.records import GuardianRow
from klade_viis_sync.tables import IZGLITOJAMAIS, PARSTAVIS
from klade_viis_sync.writing import Ref, Write, Writer

GRANTED, UNDECIDED = "granted", "undecided"


def plan_guardians(planning: Planning) -> None:
    for rows in grouped(planning.register.rows(PARSTAVIS)):
        standing = [row for row in _once_a_pupil(planning, rows) if _stands(planning, row)]
        if standing:
            _plan_guardian(planning, standing)


def _once_a_pupil(planning: Planning, rows: list[GuardianRow]) -> list[GuardianRow]:
    """One person is a pupil's guardian once, in whatever relations the file names."""
    first_lines: dict[str, int] = {}
    kept = []
    for row in rows:
        line = first_lines.setdefault(row.pupil, row.line)
        if line == row.line:
            kept.append(row)
        else:
            planning.warn(
                PARSTAVIS, row, "saikne", N_("Line %(other)s names the same guardian of the same pupil."), other=line
            )
    return kept


def _stands(planning: Planning, row: GuardianRow) -> bool:
    if planning.register.has(IZGLITOJAMAIS) or planning.knows(Ref("person", row.pupil)):
        return True
    planning.fault(PARSTAVIS, row, "izgl_id", N_("This is neither in the file nor known in the school."))
    return False


def _plan_guardian(planning: Planning, rows: list[GuardianRow]) -> None:
    first = rows[0]
    code = next((row.personal_code for row in rows if row.personal_code), None)
    ref = Ref("person", code or f"guardian/{first.key}")
    contacts: Contacts = {
        "phone": next((row.phone for row in rows if row.phone), None),
        "email": next((row.email for row in rows if row.email), None),
    }
    match = _matched(planning, ref, rows, code, contacts)
    values = {
        "given_name": first.given_name,
        "family_name": first.family_name,
        "personal_code": code,
        "birth_date": read_personal_code(code).birth_date if code else None,
    }
    if match.person_id is None:
        planning.new_persons.add(ref)
        newcomer = NewPerson(ref, values, contacts)
        bonds = [_bond_plan(planning, row, match, ref, [], newcomer.write) for row in rows]
    else:
        person = changed_person(planning.present, match.person_id, PARSTAVIS, values, contacts)
        # What changes about the person is shown and written once: with the first of the person's rows.
        bonds = [_bond_plan(planning, first, match, ref, person.fields, person.write)]
        bonds += [_bond_plan(planning, row, match, ref, [], _nothing) for row in rows[1:]]
    _enter_bonds(planning, rows, match, bonds)


def _nothing(_writer: Writer) -> None:
    """The person stays as the person is."""


def _enter_bonds(planning: Planning, rows: list[GuardianRow], match: Match, bonds: list[Proposal | None]) -> None:
    """The first row asks who the guardian is, where that is open; the person's other rows wait for its answer."""
    asks = (key_of(GUARDIANS, rows[0].key),) if match.choices else ()
    for row, proposal in zip(rows, bonds, strict=True):
        pupil = Ref("person", row.pupil)
        needs = planning.needs(PUPILS, pupil, row.pupil)
        is_first = row is rows[0]
        if proposal is None and not (asks and is_first):
            planning.same[GUARDIANS] += 1
            continue
        title = f"{row.family_name} {row.given_name} – {planning.name_of(pupil)}"
        its_match = match if is_first else Match(match.person_id)
        enter(
            planning,
            GUARDIANS,
            row.key,
            title,
            [planning.row(PARSTAVIS, row)],
            its_match,
            proposal or Proposal([], _nothing),
            needs if is_first else (*needs, *asks),
        )


def _matched(planning: Planning, ref: Ref, rows: list[GuardianRow], code: str | None, contacts: Contacts) -> Match:
    """By code; else by phone or e-mail with the name; a guardian of the same name of the same pupil is asked about."""
    present = planning.present
    if code and (found := present.by_code.get(code)) is not None:
        return Match(found)
    if ref in planning.known:
        return Match(planning.known[ref])
    named = [
        person_id
        for person_id in present.by_name.get(name_key(rows[0].given_name, rows[0].family_name), ())
        if not contradicts(present, person_id, code)
    ]
    theirs = [
        present.by_contact.get((kind, plain_contact(kind, value)), set()) for kind, value in contacts.items() if value
    ]
    reached = [person_id for person_id in named if any(person_id in persons for persons in theirs)]
    bound = [person_id for person_id in named if _is_guardian(planning, person_id, rows)]
    if len(reached) == 1:
        return Match(reached[0])
    both = [person_id for person_id in reached if person_id in bound]
    if len(both) == 1:
        return Match(both[0])
    return asked(planning, key_of(GUARDIANS, rows[0].key), reached or bound)


def _is_guardian(planning: Planning, person_id: int, rows: list[GuardianRow]) -> bool:
    return any(
        bond.values["guardian_id"] == person_id
        for row in rows
        if (pupil := planning.known.get(Ref("person", row.pupil))) is not None
        for bond in planning.present.guardianships[pupil]
    )


def _bond_plan(
    planning: Planning, row: GuardianRow, match: Match, ref: Ref, person_fields: list[FieldChange], write_person: Write
) -> Proposal | None:
    """What is new about one guardianship; nothing where all is there already."""
    bond = _bond(planning, row, match.person_id)
    fields, write_bond = _changed_bond(planning, bond, row) if bond else _new_bond(planning, row, match, ref)
    if not (person_fields or fields):
        return None

    def write(writer: Writer) -> None:
        write_person(writer)
        write_bond(writer)

    return Proposal([*person_fields, *fields], write, bond is None)


def _bond(planning: Planning, row: GuardianRow, person_id: int | None) -> Row | None:
    """The guardianship that is there: of this guardian and pupil, in this relation if in several."""
    pupil_id = planning.known.get(Ref("person", row.pupil))
    if pupil_id is None or person_id is None:
        return None
    bonds = [
        bond
        for bond in planning.present.guardianships[pupil_id]
        if bond.values["guardian_id"] == person_id
        and (bond.values["until_date"] is None or bond.values["until_date"] >= planning.day)
    ]
    bonds.sort(key=lambda bond: bond.values["relation"] != row.relation)
    for bond in bonds:
        if bond.id not in planning.seen[GUARDIANS]:
            planning.seen[GUARDIANS].add(bond.id)
            return bond
    return None


def _needs_decision(row: GuardianRow) -> bool:
    """Without custody, or with a ban of contact, a named person decides about access; until then there is none."""
    return not row.has_custody or row.contact_ban


def _new_bond(planning: Planning, row: GuardianRow, match: Match, ref: Ref) -> tuple[list[FieldChange], Write]:
    pupil = Ref("person", row.pupil)
    planning.undecided += _needs_decision(row)
    values = {
        "guardian_id": match.person_id if match.person_id is not None else ref,
        "pupil_id": planning.known.get(pupil, pupil),
        "relation": row.relation,
        "access": UNDECIDED if _needs_decision(row) else GRANTED,
        "has_custody": row.has_custody,
        "contact_ban": row.contact_ban,
        "official_address_active": row.official_address_active,
        "from_date": planning.first_day,
    }
    fields = [shown("saikne", None, row.relation)]
    if not row.has_custody:
        fields.append(shown("ir_aizgadiba", None, row.has_custody))
    if row.contact_ban:
        fields.append(shown("sazinas_aizliegums", None, row.contact_ban))
    return fields, lambda writer: writer.insert(Guardianship, values)


def _changed_bond(planning: Planning, bond: Row, row: GuardianRow) -> tuple[list[FieldChange], Write]:
    said: dict[str, Any] = {
        "relation": row.relation,
        "has_custody": row.has_custody,
        "contact_ban": row.contact_ban,
        "official_address_active": row.official_address_active,
    }
    new = {name: value for name, value in said.items() if value != bond.values[name]}
    fields = changes_shown(PARSTAVIS, bond.values, new)
    asks = "has_custody" in new or "contact_ban" in new
    if asks and _needs_decision(row) and bond.values["access"] == GRANTED:
        # What the register says closes nothing for good: somebody decides, with a basis.
        new["access"] = UNDECIDED
        planning.undecided += 1

    def write(writer: Writer) -> None:
        if new:
            writer.change(Guardianship, bond, new)

    return fields, write


def plan_missing_guardians(planning: Planning) -> None:
    """Guardians of a pupil of the file of whom it says nothing: only shown."""
    if not planning.register.has(PARSTAVIS):
        return
    for person_id in sorted(planning.seen[PUPILS]):
        for bond in planning.present.guardianships[person_id]:
            over = bond.values["until_date"] is not None and bond.values["until_date"] < planning.day
            if bond.id in planning.seen[GUARDIANS] or over:
                continue
            guardian = planning.present.listed_name(bond.values["guardian_id"])
            title = f"{guardian} – {planning.present.listed_name(person_id)}"
            fields = [shown("saikne", bond.values["relation"], None)]
            planning.add(Kind.MISSING, GUARDIANS, f"bond/{bond.id}", title, fields, (), None)
