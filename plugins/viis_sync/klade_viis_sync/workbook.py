"""Reading the tables from the sheets of one XLSX workbook."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook

from core.values.imports import Refused
from core.values.texts import N_
from klade_viis_sync.archive import parts_of
from klade_viis_sync.cellgrid import check_sheets
from klade_viis_sync.sheets import Row, Sheet, check_size

MANIFEST = "manifest"


def read_workbook(content: bytes, file_name: str) -> tuple[dict[str, object], list[Sheet]]:
    """The values of the sheet `manifest` (a name and a value in each row) and the other sheets as tables."""
    check_sheets(parts_of(content, file_name, folders=True), file_name)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        grids = {
            name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names
        }
    except (CalamineError, OSError) as damaged:
        raise Refused(
            file_name, N_("The workbook is damaged or was cut off; save it again as an Excel workbook (.xlsx).")
        ) from damaged
    if MANIFEST not in grids:
        raise Refused(file_name, N_("The workbook has no sheet “manifest”."))
    manifest = _manifest(grids.pop(MANIFEST), file_name)
    return manifest, [sheet for name, grid in grids.items() if (sheet := _sheet(name, grid, file_name))]


def _sheet(name: str, grid: Sequence[Sequence[object]], file_name: str) -> Sheet | None:
    rows: list[Row] = []
    for line, cells in enumerate(grid, start=1):
        texts = [as_text(cell) for cell in cells]
        if any(texts):
            rows.append((line, texts))
    if not rows:
        return None
    header_line, header = rows[0]
    while header and not header[-1]:
        header.pop()
    width = len(header)
    check_size(file_name, len(rows) - 1, width)
    # Cells beyond the header's last name stay only where something stands in them, to be refused with their place.
    trimmed = [(line, cells if any(cells[width:]) else cells[:width]) for line, cells in rows[1:]]
    return Sheet(name, f"{file_name}/{name}", header, header_line, trimmed)


def _manifest(grid: Sequence[Sequence[object]], file_name: str) -> dict[str, object]:
    file = f"{file_name}/{MANIFEST}"
    manifest: dict[str, object] = {}
    for line, cells in enumerate(grid, start=1):
        texts = [as_text(cell) for cell in cells]
        if not any(texts):
            continue
        name, value = texts[0], texts[1] if len(texts) > 1 else ""
        if name in manifest:
            raise Refused(file, N_("“%(name)s” is given twice."), line=line, name=name)
        manifest[name] = value
    return manifest


def as_text(cell: object) -> str:
    """A cell as it would stand in a CSV: whole numbers without a decimal part, days as YYYY-MM-DD."""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell).strip()
