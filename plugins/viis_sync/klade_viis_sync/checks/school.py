"""Checks of the school's own rows: profile, programmes, classes."""

from collections.abc import Callable, Iterator

from core.values.texts import N_
from klade_viis_sync.checks.faults import Fault, error, warning
from klade_viis_sync.records import ClassRow, ProfileRow, ProgrammeRow
from klade_viis_sync.register import Register
from klade_viis_sync.tables import PEDAGOGS, PROGRAMMA


def profile_faults(register: Register) -> Callable[[ProfileRow], Iterator[Fault]]:
    def faults(row: ProfileRow) -> Iterator[Fault]:
        if row.registration_number != register.manifest.registration_number:
            yield error(
                "registration_number",
                N_("The row is of another school than the manifest (%(expected)s)."),
                expected=register.manifest.registration_number,
            )

    return faults


def programme_faults() -> Callable[[ProgrammeRow], Iterator[Fault]]:
    def faults(row: ProgrammeRow) -> Iterator[Fault]:
        if row.licensed_on and row.accredited_until and row.accredited_until < row.licensed_on:
            yield warning("accredited_until", N_("The accreditation ends before the licence begins."))

    return faults


def class_faults(register: Register) -> Callable[[ClassRow], Iterator[Fault]]:
    teachers = register.keys(PEDAGOGS)
    programmes = register.keys(PROGRAMMA)

    def faults(row: ClassRow) -> Iterator[Fault]:
        if row.school_year != register.manifest.school_year:
            yield error(
                "school_year",
                N_("The class is of another school year than the file (%(expected)s)."),
                expected=register.manifest.school_year,
            )
        if teachers is not None and row.class_teacher_code and row.class_teacher_code not in teachers:
            yield warning(
                "class_teacher_code",
                N_("The class teacher is not among the staff of the file; the class is taken over without one."),
            )
        if programmes is not None and row.programme_code and row.programme_code not in programmes:
            yield error("programme_code", N_("There is no programme %(code)s in the file."), code=row.programme_code)

    return faults
