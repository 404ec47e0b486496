"""Reading one CSV table: UTF-8, semicolons, RFC 4180 quoting; a damaged one is refused with its place."""

import csv
import re
from io import StringIO

from core.values.imports import Refused
from core.values.texts import N_
from klade_viis_sync.sheets import MOST_ROWS, Row, Sheet, check_size

DELIMITER = ";"
# Control signs (a binary file, or text decoded twice) and the sign that stands for lost ones.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")


def read_delimited(content: bytes, table: str, file: str) -> Sheet:
    """The table's header and rows, each with the line where it begins."""
    rows = _rows(_text(content, file), file)
    if not rows:
        raise Refused(file, N_("The file is empty; it needs a header row."), line=1)
    line, header = rows[0]
    check_size(file, len(rows) - 1, len(header))
    return Sheet(table, file, header, line, rows[1:])


def _text(content: bytes, file: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(file, N_("The file is saved as UTF-16; save it as UTF-8."), line=1)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line, column = _place(content, wrong.start)
        raise Refused(
            file,
            N_("The text is not UTF-8 (sign %(place)s of the line); it may be saved for Windows. Save it as UTF-8."),
            line=line,
            place=column,
        ) from wrong
    strange = _NOT_TEXT.search(text)
    if strange:
        before = text[: strange.start()]
        raise Refused(
            file,
            N_("Sign %(place)s of the line is no text: the file is damaged or its encoding was changed."),
            line=before.count("\n") + 1,
            place=len(before) - before.rfind("\n"),
        )
    return text


def _place(content: bytes, offset: int) -> tuple[int, int]:
    """Line and sign of a byte; what stands before the first wrong byte is right."""
    before = content[:offset]
    return before.count(b"\n") + 1, len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1


def _rows(text: str, file: str) -> list[Row]:
    # Universal line ends are the reader's own matter, as RFC 4180 asks.
    reader = csv.reader(StringIO(text, newline=""), delimiter=DELIMITER, strict=True)
    rows: list[Row] = []
    line = 1
    try:
        for cells in reader:
            if cells:
                rows.append((line, cells))
            line = reader.line_num + 1
            if len(rows) > MOST_ROWS + 1:
                break
    except csv.Error as damaged:
        raise Refused(
            file, N_("A quotation mark is not closed or stands in a wrong place, or a field is too long."), line=line
        ) from damaged
    return rows
