"""Tables that leave as CSV: as spreadsheets here open them, and without cells that they would run."""

import csv
import io
from collections.abc import Iterable, Sequence

_RUN = ("=", "+", "-", "@", "\t", "\r")


def delimited(rows: Iterable[Sequence[object]]) -> bytes:
    """Semicolons, CRLF, UTF-8 with its mark: what a Latvian spreadsheet opens by a double click."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    """The text of a cell; one that a spreadsheet would take for a formula gets an apostrophe before it."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_RUN) else text
