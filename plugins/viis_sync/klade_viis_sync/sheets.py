"""A table as it stands in a file: header and rows of text, each with its place."""

from dataclasses import dataclass

from core.values.imports import Refused
from core.values.texts import N_

MOST_ROWS = 200_000
MOST_COLUMNS = 64

Row = tuple[int, list[str]]
"""The line where the row begins, and its cells."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file, not yet understood."""

    table: str
    file: str
    header: list[str]
    header_line: int
    rows: list[Row]


def check_size(file: str, rows: int, columns: int) -> None:
    """Refuse a table larger than any school's."""
    if rows > MOST_ROWS:
        raise Refused(file, N_("The table has more than %(most)s rows."), most=MOST_ROWS)
    if columns > MOST_COLUMNS:
        raise Refused(file, N_("The table has more than %(most)s columns."), line=1, most=MOST_COLUMNS)
