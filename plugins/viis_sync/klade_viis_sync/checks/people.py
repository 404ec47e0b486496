"""Checks of staff, pupils and guardians."""

from collections.abc import Callable, Iterator

from core.values.personal_code import read_personal_code
from core.values.texts import N_
from klade_viis_sync.checks.faults import Fault, error, warning
from klade_viis_sync.records import GuardianRow, PupilRow, StaffRow
from klade_viis_sync.register import Register
from klade_viis_sync.tables import IZGLITOJAMAIS, PIEDERIBA

_YOUNGEST, _OLDEST = 4, 40


def staff_faults() -> Callable[[StaffRow], Iterator[Fault]]:
    def faults(row: StaffRow) -> Iterator[Fault]:
        if row.until_date and row.until_date < row.from_date:
            yield error("until_date", N_("The last day lies before the first."))

    return faults


def pupil_faults(register: Register) -> Callable[[PupilRow], Iterator[Fault]]:
    today = register.manifest.created_at.date()
    affiliated = {row.pupil for row in register.rows(PIEDERIBA)} | register.left_out[PIEDERIBA.name]
    numbers: dict[str, int] = {}

    def faults(row: PupilRow) -> Iterator[Fault]:
        if not row.key:
            yield error("personal_code", N_("There is neither a personal code nor the institution's own number."))
        if row.institution_number:
            first = numbers.setdefault(row.institution_number, row.line)
            if first != row.line:
                yield error("institution_number", N_("The same number stands in line %(other)s already."), other=first)
        born = read_personal_code(row.personal_code).birth_date if row.personal_code else None
        if born and born != row.birth_date:
            yield error("birth_date", N_("The personal code says another birth date."))
        if row.birth_date > today:
            yield error("birth_date", N_("The day lies in the future."))
        elif not _YOUNGEST <= register.manifest.first_day.year - row.birth_date.year <= _OLDEST:
            yield warning("birth_date", N_("This would be an unusual age for a pupil."))
        if row.opinion_date and row.opinion_date > today:
            yield error("opinion_date", N_("The day lies in the future."))
        if register.has(PIEDERIBA) and row.key and row.key not in affiliated:
            yield warning("personal_code", N_("The file says of no class in which this pupil is."))

    return faults


def guardian_faults(register: Register) -> Callable[[GuardianRow], Iterator[Fault]]:
    pupils = register.keys(IZGLITOJAMAIS)
    names: dict[str, tuple[str, str]] = {}

    def faults(row: GuardianRow) -> Iterator[Fault]:
        if pupils is not None:
            yield from unknown_pupil(register, row.pupil, pupils)
        if row.personal_code:
            if row.personal_code == row.pupil:
                yield error("personal_code", N_("This is the pupil's own personal code."))
            name = (row.given_name, row.family_name)
            if names.setdefault(row.personal_code, name) != name:
                yield warning("personal_code", N_("Another row gives this personal code with another name."))

    return faults


def unknown_pupil(register: Register, pupil: str, pupils: set[str]) -> Iterator[Fault]:
    """A row that speaks of a pupil who is not there, or whose own row is left out."""
    if pupil in register.left_out[IZGLITOJAMAIS.name]:
        yield error("pupil", N_("The row is left out because the pupil's own row has an error."))
    elif pupil not in pupils:
        yield error("pupil", N_("There is no such pupil in the file."))
