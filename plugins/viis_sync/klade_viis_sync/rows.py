"""From the rows of a sheet to typed records: header, width, every cell; faults with line and column."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from core.values.imports import FileProblem, Refused, Severity
from core.values.texts import N_
from klade_viis_sync.cells import Doubtful, Flawed
from klade_viis_sync.records import Record
from klade_viis_sync.sheets import Sheet
from klade_viis_sync.tables import Column, Table

R = TypeVar("R", bound=Record)

# What no container may smuggle into a cell: control signs, lost signs, halves of signs.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class RowsRead(Generic[R]):
    """The rows of a table that could be read, what is wrong in it, and the raw keys of the rows that could not."""

    records: list[R]
    problems: list[FileProblem]
    unreadable: list[tuple[str, ...]]


def read_rows(table: Table[R], sheet: Sheet) -> RowsRead[R]:
    """The rows of a sheet; refuses one that is not this table."""
    header = [name.strip() for name in sheet.header]
    _check_header(table, sheet, header)
    places = [(column, header.index(column.name)) for column in table.columns]
    width = len(sheet.header)
    problems: list[FileProblem] = []
    records: list[R] = []
    unreadable: list[tuple[str, ...]] = []
    key_places = [header.index(name) for name in table.key]
    for line, row in sheet.rows:
        if len(row) != width:
            raise Refused(
                sheet.file,
                N_("The row has %(found)s fields where the header has %(expected)s; the file is damaged or cut off."),
                line=line,
                found=len(row),
                expected=width,
            )
        values: list[object] = [line]
        readable = True
        for column, place in places:
            try:
                values.append(_value(column, row[place]))
            except Doubtful as doubt:
                values.append(doubt.value)
                problems.append(_problem(Severity.WARNING, sheet, line, column, doubt))
            except Flawed as flaw:
                readable = False
                problems.append(_problem(Severity.ERROR, sheet, line, column, flaw))
        if readable:
            records.append(table.record(*values))  # type: ignore[arg-type]  # each column's reader gives its field's type
        else:
            unreadable.append(tuple(row[place].strip() for place in key_places))
    return RowsRead(records, problems, unreadable)


def _value(column: Column, cell: str) -> object:
    cell = cell.strip()
    if not cell:
        if column.required:
            raise Flawed(N_("This must be filled."))
        return None
    if not cell.isprintable() and _NOT_TEXT.search(cell):
        raise Flawed(N_("There is a sign here that is no text."))
    return column.read(cell)


def _problem(severity: Severity, sheet: Sheet, line: int, column: Column, flaw: Flawed) -> FileProblem:
    return FileProblem(severity, sheet.file, flaw.text, flaw.values, line, column.name)


def _check_header(table: Table[R], sheet: Sheet, header: list[str]) -> None:
    """The order of the columns does not matter, their names do."""
    if len(header) == 1 and header[0].count(",") >= len(table.columns) - 1:
        raise Refused(sheet.file, N_("The columns are separated by commas; semicolons are expected."), line=1)
    for problem, names in _header_faults(table, header):
        raise Refused(
            sheet.file, problem, line=sheet.header_line, column=names[0], names=", ".join(name[:40] for name in names)
        )


def _header_faults(table: Table[R], header: list[str]) -> Iterator[tuple[str, list[str]]]:
    expected = {column.name for column in table.columns}
    missing = [column.name for column in table.columns if column.name not in header]
    unknown = [name for name in header if name not in expected]
    twice = sorted({name for name in header if header.count(name) > 1})
    if missing:
        yield N_("The header has no column “%(names)s”."), missing
    if unknown:
        yield N_("The header has a column that is not known here: “%(names)s”."), unknown
    if twice:
        yield N_("The header has the column “%(names)s” twice."), twice
