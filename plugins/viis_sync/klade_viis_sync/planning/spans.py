"""Brings dated facts of one kind in step with what the file says of them, from the first to the last day."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from klade_viis_sync.present import Dated
from klade_viis_sync.writing import Writer


@dataclass(frozen=True, slots=True)
class Span:
    """What the file says to hold from a day until a day."""

    value: Any
    from_date: date
    until_date: date | None


@dataclass(frozen=True, slots=True)
class Move:
    """New values of a row (`value`, `from_date`, `until_date`), or of a new one; `span` is what asks for them."""

    row: Dated | None
    values: dict[str, Any]
    span: Span | None


def moves(spans: list[Span], rows: list[Dated], known_from: date) -> list[Move]:
    """What to write so that the rows say what the spans say.

    A row that began before `known_from` keeps its first day: the file does not reach back so far. An open end in the
    file says nothing about a row that has ended.
    """
    found: list[Move] = []
    left = list(rows)
    for span in spans:
        row = _of_value(span, left) or _of_day(span, left)
        if row is None:
            found.extend(_ended(span, left))
            values = {"value": span.value, "from_date": span.from_date, "until_date": span.until_date}
            found.append(Move(None, values, span))
            continue
        left.remove(row)
        values = _corrected(span, row, known_from)
        if values:
            found.append(Move(row, values, span))
    return found


def _corrected(span: Span, row: Dated, known_from: date) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if row.value != span.value:
        values["value"] = span.value
    if row.from_date != span.from_date and row.from_date >= known_from:
        values["from_date"] = span.from_date
    if span.until_date is not None and row.until_date != span.until_date:
        values["until_date"] = span.until_date
    return values


def _of_value(span: Span, rows: list[Dated]) -> Dated | None:
    return next((row for row in rows if row.value == span.value and _overlap(span, row)), None)


def _of_day(span: Span, rows: list[Dated]) -> Dated | None:
    """Another value from the same day on is a correction of that row."""
    return next((row for row in rows if row.from_date == span.from_date), None)


def _ended(span: Span, rows: list[Dated]) -> list[Move]:
    """A row into which the new one falls ends the day before."""
    ends = span.from_date - timedelta(days=1)
    return [
        Move(row, {"until_date": ends}, None) for row in rows if row.from_date < span.from_date and _overlap(span, row)
    ]


def _overlap(span: Span, row: Dated) -> bool:
    begins_in_time = span.until_date is None or row.from_date <= span.until_date
    return begins_in_time and (row.until_date is None or row.until_date >= span.from_date)


def write_moves(writer: Writer, model: Any, column: str, found: list[Move], whose: dict[str, Any]) -> None:
    """Write the moves into a table in which the value stands in `column`."""
    for move in found:
        values = {column if name == "value" else name: value for name, value in move.values.items()}
        if move.row is None:
            writer.insert(model, values | whose)
            continue
        writer.change(model, move.row.row(column), values)
