"""How large the sheets of a workbook are, told from their XML before anything lays them out in memory.

A workbook of a few kilobytes may name a cell in row 1,048,576 and make a reader reserve memory for every cell before
it, or repeat one long text a million times. Both are counted here by a streaming parser, which keeps nothing.
"""

import re
from xml.parsers import expat

from core.values.imports import Refused
from core.values.texts import N_

MOST_CELLS = 2_000_000
MOST_TEXT = 64 * 1024 * 1024

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_SHARED = "xl/sharedStrings.xml"


def check_sheets(parts: dict[str, bytes], file: str) -> None:
    """Refuse a workbook whose sheets would not fit, or whose XML is not plain."""
    try:
        lengths = _shared_lengths(parts.get(_SHARED, b""))
        for name, content in parts.items():
            if _SHEET.fullmatch(name):
                _check_sheet(content, lengths, file)
    except expat.ExpatError as damaged:
        raise Refused(
            file, N_("The workbook is damaged or was cut off; save it again as an Excel workbook (.xlsx).")
        ) from damaged


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_declaration: object) -> None:
    raise expat.ExpatError("a workbook has no document type")


def _shared_lengths(content: bytes) -> list[int]:
    """The length of each shared text."""
    lengths: list[int] = []

    def start(tag: str, _attributes: dict[str, str]) -> None:
        if tag.endswith(" si"):
            lengths.append(0)

    def text(data: str) -> None:
        if lengths:
            lengths[-1] += len(data)

    if content:
        parser = _parser()
        parser.StartElementHandler = start
        parser.CharacterDataHandler = text
        parser.Parse(content, True)
    return lengths


class _Extent:
    """The last row and column named so far, and how much shared text the cells repeat."""

    def __init__(self, lengths: list[int], file: str) -> None:
        self.lengths = lengths
        self.file = file
        self.row = self.column = self.last_row = self.last_column = self.text = 0
        self.shared = self.in_value = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag.endswith(" row"):
            self.row = _number(attributes.get("r"), self.row + 1)
            self.column = 0
        elif tag.endswith(" c"):
            self.column = _column(attributes.get("r"), self.column + 1)
            self.shared = attributes.get("t") == "s"
            # Only a cell makes a row real: a formatted empty row takes no room.
            self.last_row = max(self.last_row, _row(attributes.get("r"), self.row))
            self.last_column = max(self.last_column, self.column)
        elif tag.endswith(" v"):
            self.in_value = True

    def end(self, tag: str) -> None:
        if tag.endswith(" v"):
            self.in_value = False

    def data(self, text: str) -> None:
        if self.in_value and self.shared and text.strip().isdecimal():
            place = int(text)
            self.text += self.lengths[place] if place < len(self.lengths) else 0

    def check(self) -> None:
        if self.last_row * self.last_column > MOST_CELLS:
            raise Refused(
                self.file,
                N_("A sheet reaches row %(rows)s and column %(columns)s; at most %(most)s cells are read."),
                rows=self.last_row,
                columns=self.last_column,
                most=MOST_CELLS,
            )
        if self.text > MOST_TEXT:
            raise Refused(self.file, N_("The sheets of the workbook hold too much text to be read."))


def _check_sheet(content: bytes, lengths: list[int], file: str) -> None:
    extent = _Extent(lengths, file)
    parser = _parser()
    parser.buffer_text = True
    parser.StartElementHandler = extent.start
    parser.EndElementHandler = extent.end
    parser.CharacterDataHandler = extent.data
    parser.Parse(content, True)
    extent.check()


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() else otherwise


def _row(reference: str | None, otherwise: int) -> int:
    return _number((reference or "").lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz$"), otherwise)


def _column(reference: str | None, otherwise: int) -> int:
    number = 0
    for letter in (reference or "").upper():
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - 64
    return number or otherwise
