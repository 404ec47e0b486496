"""Plans pupils: persons with their addresses, out-of-family care and special needs."""

from datetime import timedelta
from typing import Any

from core.people.models import Address, CareStatus, SupportNeed
from core.values.imports import FieldChange, Kind
from core.values.texts import N_
from klade_viis_sync.planning.personal import NewPerson, changed_person
from klade_viis_sync.planning.persons import Match, Proposal, enter, matched
from klade_viis_sync.planning.steps import PUPILS, Planning, key_of, shown
from klade_viis_sync.records import PupilRow
from klade_viis_sync.tables import IZGLITOJAMAIS
from klade_viis_sync.writing import Ref, Write, Writer

_ADDRESSES = {"declared": "deklareta_adrese", "actual": "faktiska_adrese"}

Part = tuple[list[FieldChange], list[Write]]
"""What is shown of one part of a row, and what it writes."""


def plan_pupils(planning: Planning) -> None:
    for record in planning.register.rows(IZGLITOJAMAIS):
        names = (record.given_name, record.family_name)
        key = key_of(PUPILS, record.key)
        match = matched(planning, key, record.personal_code, record.institution_number, names, record.birth_date)
        proposal = _newcomer(planning, record) if match.person_id is None else _compared(planning, record, match)
        title = f"{record.family_name} {record.given_name}"
        planning.names[Ref("person", record.key)] = title
        enter(planning, PUPILS, record.key, title, [planning.row(IZGLITOJAMAIS, record)], match, proposal)


def _values(record: PupilRow) -> dict[str, Any]:
    return {
        "given_name": record.given_name,
        "family_name": record.family_name,
        "birth_date": record.birth_date,
        "sex": record.sex,
        "language": record.language,
        "citizenship": record.citizenship,
        "personal_code": record.personal_code,
        "institution_number": record.institution_number,
    }


def _newcomer(planning: Planning, record: PupilRow) -> Proposal:
    ref = Ref("person", record.key)
    planning.new_persons.add(ref)
    person = NewPerson(ref, _values(record), {"phone": record.phone, "email": record.email})
    first_day = planning.first_day

    def write(writer: Writer) -> None:
        person.write(writer)
        for kind, text in (("declared", record.declared_address), ("actual", record.actual_address)):
            if text:
                writer.insert(Address, {"person_id": ref, "kind": kind, "text": text, "from_date": first_day})
        if record.out_of_family:
            writer.insert(CareStatus, {"pupil_id": ref, "out_of_family": True, "from_date": first_day})
        if _need(record):
            begins = record.opinion_date or first_day
            writer.insert(SupportNeed, _need(record) | {"pupil_id": ref, "from_date": begins})

    fields = [shown("dzimsanas_datums", None, record.birth_date)]
    if record.personal_code:
        fields.append(shown("personas_kods", None, record.personal_code))
    else:
        fields.append(shown("iestades_id", None, record.institution_number))
    if record.out_of_family:
        fields.append(shown("arpusgimenes_aprupe", None, True))
    if record.special_need:
        fields.append(shown("spec_vajadziba_kods", None, record.special_need))
    return Proposal(fields, write)


def _compared(planning: Planning, record: PupilRow, match: Match) -> Proposal:
    assert match.person_id is not None
    if not match.is_open:
        planning.known[Ref("person", record.key)] = match.person_id
    planning.seen[PUPILS].add(match.person_id)
    contacts = {"phone": record.phone, "email": record.email}
    values = _values(record)
    if planning.present.by_number.get(record.institution_number or "", match.person_id) != match.person_id:
        values["institution_number"] = None
        planning.warn(IZGLITOJAMAIS, record, "iestades_id", N_("Another person has this number; it is not taken over."))
    person = changed_person(planning.present, match.person_id, IZGLITOJAMAIS, values, contacts)
    fields = list(person.fields)
    writes: list[Write] = [person.write]
    for part in (_addresses, _care, _needs):
        more, its_writes = part(planning, record, match.person_id)
        fields += more
        writes += its_writes

    def write(writer: Writer) -> None:
        for one in writes:
            one(writer)

    return Proposal(fields, write)


def _addresses(planning: Planning, record: PupilRow, person_id: int) -> Part:
    fields: list[FieldChange] = []
    writes: list[Write] = []
    rows = {row.values["kind"]: row for row in planning.present.addresses[person_id]}
    for kind, text in (("declared", record.declared_address), ("actual", record.actual_address)):
        row = rows.get(kind)
        old = row.values["text"] if row else None
        if text is None or text == old:
            continue
        fields.append(shown(_ADDRESSES[kind], old, text))
        writes.append(_dated(planning, Address, row, {"text": text}, {"person_id": person_id, "kind": kind}))
    return fields, writes


def _care(planning: Planning, record: PupilRow, person_id: int) -> Part:
    rows = planning.present.care[person_id]
    row = next((row for row in rows if row.until_date is None or row.until_date >= planning.day), None)
    old = bool(row and row.value)
    if record.out_of_family == old:
        return [], []
    field = shown("arpusgimenes_aprupe", old, record.out_of_family)

    def write(writer: Writer) -> None:
        if row is not None:
            ends = max(planning.day - timedelta(days=1), row.from_date)
            writer.change(CareStatus, row.row("out_of_family"), {"until_date": ends})
        if record.out_of_family:
            values = {"pupil_id": person_id, "out_of_family": True, "from_date": planning.day}
            writer.insert(CareStatus, values)

    return [field], [write]


def _need(record: PupilRow) -> dict[str, Any]:
    """What the file says of a special need; nothing where it says nothing."""
    said = {
        "code": record.special_need,
        "opinion_number": record.opinion_number,
        "opinion_date": record.opinion_date,
    }
    return said if any(said.values()) else {}


def _needs(planning: Planning, record: PupilRow, person_id: int) -> Part:
    said = _need(record)
    open_ended = [row for row in planning.present.needs[person_id] if row.values["until_date"] is None]
    row = open_ended[-1] if open_ended else None
    old = row.values if row else {}
    new = {name: value for name, value in said.items() if value is not None and value != old.get(name)}
    if not new:
        return [], []
    columns = {"code": "spec_vajadziba_kods", "opinion_number": "pmk_atzinuma_nr", "opinion_date": "pmk_datums"}
    fields = [shown(columns[name], old.get(name), value) for name, value in new.items()]
    return fields, [_dated(planning, SupportNeed, row, said, {"pupil_id": person_id})]


def _dated(planning: Planning, model: Any, row: Any, values: dict[str, Any], whose: dict[str, Any]) -> Write:
    """A dated fact begins on the file's day, and the one before ends; on one and the same day it is corrected."""
    day = planning.day

    def write(writer: Writer) -> None:
        if row is not None and row.values["from_date"] >= day:
            writer.change(model, row, values)
            return
        if row is not None:
            writer.change(model, row, {"until_date": day - timedelta(days=1)})
        writer.insert(model, values | whose | {"from_date": day})

    return write


def plan_missing_pupils(planning: Planning) -> None:
    """Pupils enrolled on the file's day of whom the file says nothing: only shown, never withdrawn."""
    if not planning.register.has(IZGLITOJAMAIS):
        return
    left_out = planning.register.left_out[IZGLITOJAMAIS.name]
    for person_id, rows in planning.present.enrolments.items():
        here = any(
            row.values["from_date"] <= planning.day
            and (row.values["until_date"] is None or row.values["until_date"] >= planning.day)
            for row in rows
        )
        values = planning.present.persons[person_id].values
        named = {values["personal_code"], values["institution_number"]} & left_out
        if here and not named and person_id not in planning.seen[PUPILS]:
            name = planning.present.listed_name(person_id)
            planning.add(Kind.MISSING, PUPILS, f"person/{person_id}", name, (), (), None)
