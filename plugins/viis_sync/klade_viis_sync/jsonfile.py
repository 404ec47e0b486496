"""Reading the tables from one JSON object: `manifest`, and each table as a list of objects."""

import json

from core.values.imports import Refused
from core.values.texts import N_
from klade_viis_sync.sheets import Row, Sheet, check_size

MANIFEST = "manifest"


class _GivenTwice(ValueError):
    """A JSON object that names one key twice would lose one of the values."""


def read_json(content: bytes, file_name: str) -> tuple[dict[str, object], dict[str, object]]:
    """The manifest's values, and what stands under each table's name."""
    tables = parse_object(content, file_name)
    manifest = tables.pop(MANIFEST, None)
    if not isinstance(manifest, dict):
        raise Refused(file_name, N_("The object has no “manifest”."), line=1)
    return manifest, tables


def parse_object(content: bytes, file: str) -> dict[str, object]:
    """One JSON object, strictly read; whatever is wrong with it is said with line and place."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise Refused(file, N_("The file is not UTF-8 text."), line=content[: wrong.start].count(b"\n") + 1) from wrong
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_int=_number, parse_constant=_number)
    except _GivenTwice as twice:
        raise Refused(file, N_("“%(name)s” is given twice."), name=str(twice)) from twice
    except json.JSONDecodeError as damaged:
        raise Refused(
            file,
            N_("The file is no whole JSON object (sign %(place)s of the line); perhaps it was cut off."),
            line=damaged.lineno,
            place=damaged.colno,
        ) from damaged
    except RecursionError as deep:
        raise Refused(file, N_("The values of the file lie too deep in one another.")) from deep
    if not isinstance(value, dict):
        raise Refused(file, N_("The file is no JSON object."), line=1)
    return value


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise _GivenTwice(next(name for name in names if names.count(name) > 1)[:80])
    return found


def _number(digits: str) -> int | str:
    """A number kept as a number where one can be meant; a long row of digits stays text."""
    return int(digits) if digits.lstrip("-").isdecimal() and len(digits) < 20 else digits


def json_sheet(name: str, table: object, file_name: str) -> Sheet:
    """A list of objects as a table; a row's line is its number, the header counted as line 1."""
    file = f"{file_name}/{name}"
    if not isinstance(table, list):
        raise Refused(file, N_("The table is no list of objects."))
    header: dict[str, None] = {}
    for line, record in enumerate(table, start=2):
        if not isinstance(record, dict):
            raise Refused(file, N_("The row is no object with named values."), line=line)
        header.update(dict.fromkeys(record))
        check_size(file, len(table), len(header))
    rows: list[Row] = []
    for line, record in enumerate(table, start=2):
        rows.append((line, [_text(record.get(key), file, line, key) for key in header]))
    return Sheet(name, file, list(header), 1, rows)


def _text(value: object, file: str, line: int, column: str) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float):
        return str(value)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Refused(file, N_("The value is neither text nor a number."), line=line, column=column)
    return value
