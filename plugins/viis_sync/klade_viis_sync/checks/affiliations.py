"""Checks of affiliations: which class, from when until when, by which order."""

from collections.abc import Callable, Iterator
from datetime import date

from core.values.texts import N_
from klade_viis_sync.checks.faults import Fault, error, warning
from klade_viis_sync.checks.people import unknown_pupil
from klade_viis_sync.manifest import Manifest
from klade_viis_sync.records import AffiliationRow
from klade_viis_sync.register import Register
from klade_viis_sync.tables import IZGLITOJAMAIS, KLASE, LEFT, PROGRAMMA


def affiliation_faults(register: Register) -> Callable[[AffiliationRow], Iterator[Fault]]:
    pupils = register.keys(IZGLITOJAMAIS)
    classes = register.keys(KLASE)
    programmes = register.keys(PROGRAMMA)
    spans: dict[str, list[AffiliationRow]] = {}

    def faults(row: AffiliationRow) -> Iterator[Fault]:
        if pupils is not None:
            yield from unknown_pupil(register, row.pupil, pupils)
        if classes is not None:
            yield from _class_faults(register, row, classes)
        if programmes is not None and row.programme_code not in programmes:
            yield error("programme_code", N_("There is no programme %(code)s in the file."), code=row.programme_code)
        if row.registration_number != register.manifest.registration_number:
            yield error(
                "registration_number",
                N_("The row is of another school than the manifest (%(expected)s)."),
                expected=register.manifest.registration_number,
            )
        yield from _day_faults(row, register.manifest)
        yield from _order_faults(row)
        yield from _overlaps(row, spans.setdefault(row.pupil, []))

    return faults


def _class_faults(register: Register, row: AffiliationRow, classes: set[str]) -> Iterator[Fault]:
    name = f"{row.grade}.{row.letter}"
    if row.class_name != name:
        yield error("class_name", N_("The class is “%(found)s” here, but “%(expected)s” by level and letter."),
                    found=row.class_name[:20], expected=name)  # fmt: skip
    elif name in register.left_out[KLASE.name]:
        yield error("class_name", N_("The row is left out because the class's own row has an error."))
    elif name not in classes:
        yield error("class_name", N_("There is no class %(name)s in the file."), name=name)


def _day_faults(row: AffiliationRow, manifest: Manifest) -> Iterator[Fault]:
    for field, day in (("from_date", row.from_date), ("until_date", row.until_date)):
        if day and not manifest.first_day <= day <= manifest.last_day:
            yield error(
                field,
                N_("The day %(day)s lies outside the school year %(year)s."),
                day=day.isoformat(),
                year=manifest.school_year,
            )
    if row.until_date and row.until_date < row.from_date:
        yield error("until_date", N_("The last day lies before the first."))
    if row.status in LEFT and not row.until_date:
        yield error("until_date", N_("The pupil has left, but there is no last day."))


def _order_faults(row: AffiliationRow) -> Iterator[Fault]:
    yield from _order("admission", row.admission_number, row.admission_date)
    yield from _order("withdrawal", row.withdrawal_number, row.withdrawal_date)
    if not row.admission_number and not row.admission_date:
        yield warning("admission_number", N_("There is no order of admission."))
    if row.admission_date and row.admission_date > row.from_date:
        yield warning("admission_date", N_("The order is later than the day from which it holds."))
    if row.withdrawal_number and not row.until_date:
        yield error("until_date", N_("There is an order of withdrawal, but no last day."))
    if row.withdrawal_number and row.status not in LEFT:
        yield warning("status", N_("There is an order of withdrawal, but the status says that the pupil attends."))
    if row.status in LEFT and not row.withdrawal_number:
        yield warning("withdrawal_number", N_("The pupil has left, but there is no order of withdrawal."))


def _order(kind: str, number: str | None, day: date | None) -> Iterator[Fault]:
    if number and not day:
        yield error(f"{kind}_date", N_("The order %(number)s has no date."), number=number)
    if day and not number:
        yield error(f"{kind}_number", N_("The order of %(day)s has no number."), day=day.isoformat())


def _overlaps(row: AffiliationRow, earlier: list[AffiliationRow]) -> Iterator[Fault]:
    for other in earlier:
        begins_in_time = row.until_date is None or other.from_date <= row.until_date
        if begins_in_time and (other.until_date is None or other.until_date >= row.from_date):
            yield error(
                "from_date", N_("The days overlap those of line %(other)s: a pupil is in one class."), other=other.line
            )
            return
    earlier.append(row)
