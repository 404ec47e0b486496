"""Checks across rows: keys given twice, references to nothing, days that cannot be, orders without their date."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from core.values.imports import FileProblem, Severity
from core.values.texts import N_
from klade_viis_sync.checks.affiliations import affiliation_faults
from klade_viis_sync.checks.faults import Fault
from klade_viis_sync.checks.people import guardian_faults, pupil_faults, staff_faults
from klade_viis_sync.checks.school import class_faults, profile_faults, programme_faults
from klade_viis_sync.records import Record
from klade_viis_sync.register import Register
from klade_viis_sync.tables import IZGLITOJAMAIS, KLASE, PARSTAVIS, PEDAGOGS, PIEDERIBA, PROGRAMMA, SKOLA, Table

R = TypeVar("R", bound=Record)


def check(register: Register) -> None:
    """Look at the rows together; rows with an error, and rows that stand on them, are taken out of the register."""
    _take_out_faulty(register, SKOLA, profile_faults(register))
    _take_out_faulty(register, PROGRAMMA, programme_faults())
    _take_out_faulty(register, PEDAGOGS, staff_faults())
    _take_out_faulty(register, KLASE, class_faults(register))
    _take_out_faulty(register, IZGLITOJAMAIS, pupil_faults(register))
    _take_out_faulty(register, PARSTAVIS, guardian_faults(register))
    _take_out_faulty(register, PIEDERIBA, affiliation_faults(register))


def _take_out_faulty(register: Register, table: Table[R], faults_of: Callable[[R], Iterable[Fault]]) -> None:
    first_lines: dict[str, int] = {}
    kept: list[R] = []
    for record in register.rows(table):
        faults = list(faults_of(record))
        first = first_lines.setdefault(record.key, record.line)
        if first != record.line:
            faults = [Fault("", N_("The same key stands in line %(other)s already."), {"other": first})]
        for fault in faults:
            register.problems.append(_problem(register, table, record, fault))
        if not any(fault.severity is Severity.ERROR for fault in faults):
            kept.append(record)
        elif first == record.line:
            register.left_out[table.name].add(record.key)
    register.take(table, kept)


def _problem(register: Register, table: Table[R], record: R, fault: Fault) -> FileProblem:
    column = table.column(fault.field) if fault.field else table.key[0]
    return FileProblem(fault.severity, register.files[table.name], fault.text, fault.values, record.line, column)
