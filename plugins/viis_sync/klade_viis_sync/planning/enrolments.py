"""Plans enrolments: one a stay in the school, by its orders of admission and withdrawal."""

from typing import Any

from core.people.models import Enrolment
from core.values.imports import FieldChange, Kind
from core.values.texts import N_
from klade_viis_sync.planning.attending import attending
from klade_viis_sync.planning.orders import admission, know_orders, withdrawal
from klade_viis_sync.planning.steps import CLASSES, ENROLMENTS, PROGRAMMES, PUPILS, Planning, shown
from klade_viis_sync.present import Row
from klade_viis_sync.stays import Stay, stays_of
from klade_viis_sync.tables import IZGLITOJAMAIS, KLASE, PIEDERIBA, PROGRAMMA
from klade_viis_sync.writing import Ref, Writer


def plan_enrolments(planning: Planning) -> None:
    know_orders(planning)
    for stay in stays_of(planning.register.rows(PIEDERIBA)):
        if _stands(planning, stay):
            _plan_stay(planning, stay)


def _stands(planning: Planning, stay: Stay) -> bool:
    """Whatever the stay refers to is in the file, or is known in the school; else it cannot be brought in."""
    for row in stay.rows:
        for table, column, ref in (
            (IZGLITOJAMAIS, "izgl_id", Ref("person", row.pupil)),
            (KLASE, "klase", Ref("class", row.class_name)),
            (PROGRAMMA, "programmas_kods", Ref("programme", row.programme_code)),
        ):
            if not planning.register.has(table) and not planning.knows(ref):
                planning.fault(PIEDERIBA, row, column, N_("This is neither in the file nor known in the school."))
                return False
    return True


def _plan_stay(planning: Planning, stay: Stay) -> None:
    pupil = Ref("person", stay.pupil)
    person_id = planning.known.get(pupil)
    row = _enrolment(planning, person_id, stay)
    beneath = attending(planning, stay, person_id, row)
    new = _values(planning, stay) if row is None else _differing(planning, stay, row)
    fields = _fields_of_new(stay) if row is None else [*_fields(planning, stay, row, new), *beneath.fields]
    if not fields:
        planning.same[ENROLMENTS] += 1
        return

    def write(writer: Writer) -> None:
        for by in (admission(stay), withdrawal(stay)):
            if by:
                by.enter(writer)
        enrolment: Ref | int
        if row is None:
            enrolment = Ref("enrolment", f"{stay.pupil}/{stay.from_date}")
            writer.insert(Enrolment, new | {"pupil_id": person_id or pupil}, enrolment)
        else:
            enrolment = row.id
            if new:
                writer.change(Enrolment, row, new)
        beneath.write(writer, person_id or pupil, enrolment)

    planning.add(
        Kind.NEW if row is None else Kind.CHANGED,
        ENROLMENTS,
        f"{stay.pupil}/{stay.from_date}",
        planning.name_of(pupil),
        fields,
        [planning.row(PIEDERIBA, step) for step in stay.rows],
        write,
        _needs(planning, stay, pupil),
    )


def _needs(planning: Planning, stay: Stay, pupil: Ref) -> tuple[str, ...]:
    needs = [*planning.needs(PUPILS, pupil, stay.pupil)]
    for step in stay.rows:
        needs += planning.needs(CLASSES, Ref("class", step.class_name), step.class_name)
        needs += planning.needs(PROGRAMMES, Ref("programme", step.programme_code), step.programme_code)
    return tuple(dict.fromkeys(needs))


def _enrolment(planning: Planning, person_id: int | None, stay: Stay) -> Row | None:
    """The pupil's enrolment that has days in common with the stay."""
    for row in planning.present.enrolments[person_id] if person_id else ():
        begins_in_time = stay.until_date is None or row.values["from_date"] <= stay.until_date
        if begins_in_time and (row.values["until_date"] is None or row.values["until_date"] >= stay.from_date):
            return row
    return None


def _values(planning: Planning, stay: Stay) -> dict[str, Any]:
    came, left = admission(stay), withdrawal(stay)
    return {
        "from_date": stay.from_date,
        "until_date": stay.until_date,
        "admission_order_id": planning.known.get(came.ref, came.ref) if came else None,
        "withdrawal_order_id": planning.known.get(left.ref, left.ref) if left else None,
        "withdrawal_reason": stay.last.withdrawal_reason,
        "next_school": stay.last.next_school,
    }


def _differing(planning: Planning, stay: Stay, row: Row) -> dict[str, Any]:
    """What the file says otherwise. What was before this school year it does not know."""
    said = _values(planning, stay)
    if row.values["from_date"] < planning.first_day:
        del said["from_date"], said["admission_order_id"]
    if stay.until_date is None and row.values["until_date"] is not None:
        planning.warn(
            PIEDERIBA,
            stay.last,
            "lidz_datums",
            N_("The school has recorded that the pupil left on %(day)s; in the file the pupil attends."),
            day=row.values["until_date"].isoformat(),
        )
    return {name: value for name, value in said.items() if value is not None and value != row.values[name]}


_COLUMNS = {
    "from_date": "no_datums",
    "until_date": "lidz_datums",
    "admission_order_id": "uznemsanas_rikojuma_nr",
    "withdrawal_order_id": "atskaitisanas_rikojuma_nr",
    "withdrawal_reason": "atskaitisanas_iemesls",
    "next_school": "nakama_skola_reg_nr",
}


def _fields(planning: Planning, stay: Stay, row: Row, new: dict[str, Any]) -> list[FieldChange]:
    orders = planning.present.order_texts
    coming = {by.ref: by.text for by in (admission(stay), withdrawal(stay)) if by}

    def named(name: str, value: Any) -> Any:
        return (coming.get(value) or orders.get(value)) if name.endswith("_order_id") and value else value

    return [shown(_COLUMNS[name], named(name, row.values[name]), named(name, value)) for name, value in new.items()]


def _fields_of_new(stay: Stay) -> list[FieldChange]:
    came, left = admission(stay), withdrawal(stay)
    fields = [shown("klase", None, f"{step.class_name} ({step.from_date} – X)") for step in stay.rows]
    if came:
        fields.append(shown("uznemsanas_rikojuma_nr", None, came.text))
    if left:
        fields.append(shown("atskaitisanas_rikojuma_nr", None, left.text))
    if stay.until_date:
        fields.append(shown("lidz_datums", None, stay.until_date))
    return fields
