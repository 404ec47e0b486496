"""A larger school, made of copies of a real file: for measuring how reading and applying grow."""

import csv
import hashlib
import json
from io import BytesIO, StringIO
from itertools import count
from typing import Any
from zipfile import ZipFile

from core.values.personal_code import check_digit
from klade_viis_sync.testing.containers import archive

Row = dict[str, str]

_PUPILS = ("izglitojamais", "parstavis", "piederiba")


def times(content: bytes, factor: int) -> bytes:
    """The archive with `factor` times as many classes, staff, pupils and guardians, all of them different people."""
    with ZipFile(BytesIO(content)) as packed:
        manifest: dict[str, Any] = json.loads(packed.read("manifest.json"))
        tables = {name[:-4]: _rows(packed.read(name)) for name in packed.namelist() if name.endswith(".csv")}
    numbers = count(1)
    grown = {name: list(rows) for name, rows in tables.items()}
    for copy in range(1, factor):
        others: dict[str, str] = {}
        for name in ("pedagogs", "klase", *_PUPILS):
            grown[name] += [_another(row, copy, others, numbers) for row in tables[name]]
    parts = {f"{name}.csv": _csv(rows) for name, rows in grown.items()}
    manifest["files"] = {
        name: {"sha256": hashlib.sha256(part).hexdigest(), "rows": len(grown[name[:-4]])}
        for name, part in parts.items()
    }
    return archive({"manifest.json": json.dumps(manifest).encode(), **parts})


def _another(row: Row, copy: int, others: dict[str, str], numbers: "count[int]") -> Row:
    """The row of another person: one code, number, phone or e-mail becomes one other, wherever it stands."""
    changed = dict(row)
    for column in ("personas_kods", "izgl_id", "audzinataja_pk", "iestades_id"):
        value = row.get(column)
        if value:
            changed[column] = others.setdefault(value, _other_key(value, copy, numbers))
    if row.get("talrunis"):
        changed["talrunis"] = others.setdefault(row["talrunis"], f"+371 2{next(numbers):07d}")
    if row.get("epasts"):
        changed["epasts"] = f"{copy}.{row['epasts']}"
    if "burts" in row:
        changed["burts"] = f"{row['burts']}{copy}"
    if "klase" in row:
        changed["klase"] = f"{row['klase']}{copy}"
    return changed


def _other_key(value: str, copy: int, numbers: "count[int]") -> str:
    if not value[:6].isdigit():
        return f"{value}-{copy}"
    # A code of the new sort carries no birth date that would have to fit.
    while True:
        digits = f"33{next(numbers):08d}"
        last = check_digit(digits)
        if last is not None:
            return f"{digits[:6]}-{digits[6:]}{last}"


def _rows(part: bytes) -> list[Row]:
    return list(csv.DictReader(StringIO(part.decode(), newline=""), delimiter=";"))


def _csv(rows: list[Row]) -> bytes:
    out = StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()
