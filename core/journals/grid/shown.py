"""How a saved value stands in its cell: text, look, what it was before."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from core.journals.grid.cells import ABSENT, attendance_code
from core.journals.grid.points import points_text
from core.values.marks import MarkScheme, Refused


class AbsenceRow(NamedTuple):
    """An absence as the grid reads it."""

    id: int
    lesson_id: int
    pupil_id: int
    version: int
    kind: str
    minutes: int | None
    voided: datetime | None
    excused: str | None = None
    """The code of the excuse that covers it."""


class MarkRow(NamedTuple):
    """A mark as a cell shows it."""

    assessment_id: int
    pupil_id: int
    attempt: int
    version: int
    text: str
    scheme_key: str
    number: int | None
    counts: bool
    passed: bool | None
    is_voided: bool
    is_own: bool
    """Written today by who asks: writing over it is a silent correction."""
    points: int | None
    comment: str | None


class StoredMark(NamedTuple):
    """A mark as it is about to be changed: what a cell shows, then the rest of its row."""

    assessment_id: int
    pupil_id: int
    attempt: int
    version: int
    text: str
    scheme_key: str
    number: int | None
    counts: bool
    passed: bool | None
    is_voided: bool
    is_own: bool
    points: int | None
    comment: str | None
    id: int
    scheme_revision: int
    written_by_id: int | None
    written_at: datetime
    voided: datetime | None


M = TypeVar("M", MarkRow, StoredMark)


class RollRow(NamedTuple):
    """A roll call as the grid reads it."""

    id: int
    lesson_id: int
    version: int
    voided: datetime | None


class Shown(NamedTuple):
    """A cell as it is saved now."""

    version: int = 0
    look: str = ""
    text: str = ""
    value: str = ""
    """What is in the field when the cell is written in."""
    old: str = ""
    """The value before a retake."""
    own: bool = False
    """Written today by who asks: writing over it is a silent correction."""
    comment: str = ""

    def answer(self, cell: str) -> dict[str, Any]:
        """As it goes to the page."""
        found: dict[str, Any] = {"cell": cell, "version": self.version, "value": self.value, "shown": self.text}
        if self.look:
            found["look"] = self.look
        if self.old:
            found["old"] = self.old
        if self.own:
            found["own"] = True
        if self.comment:
            found["comment"] = self.comment
        return found


EMPTY = Shown()


def shown_absence(row: AbsenceRow | None, excused: str | None = None) -> Shown:
    """An absence, with the code of its excuse if there is one: the teacher's own value stays `n`."""
    if row is None:
        return EMPTY
    if row.voided is not None:
        return Shown(row.version)
    value = attendance_code(row.kind, row.minutes)
    code = excused or row.excused
    if row.kind != ABSENT:
        return Shown(row.version, "k", value, value)
    return Shown(row.version, "ns", code, value) if code else Shown(row.version, "n", value, value)


def shown_roll(row: RollRow | None, text: str = "") -> Shown:
    """A roll call: `all` where it was taken."""
    if row is None:
        return EMPTY
    return Shown(row.version, text=text, value="all" if row.voided is None else "")


def is_absent(row: AbsenceRow | None) -> bool:
    return row is not None and row.voided is None and row.kind == ABSENT


def standing(attempts: Iterable[M]) -> list[M]:
    """The attempts that stand, first to last; the last is the mark of now."""
    return sorted((row for row in attempts if not row.is_voided), key=lambda row: row.attempt)


def typed_text(row: MarkRow | StoredMark) -> str:
    """What a person writes to get this mark: the points that it was made of, or the mark itself."""
    return row.text if row.points is None else points_text(row.points)


class Marks:
    """How marks look, with the schemes at hand; a mark whose scheme is gone is shown as it was written."""

    def __init__(self, schemes: Mapping[str, tuple[str, MarkScheme]]) -> None:
        self._schemes = schemes
        self._texts: dict[tuple[str, str], tuple[str, bool]] = {}

    def shown(self, attempts: Iterable[M], *, summative: bool, absent: bool) -> Shown:
        """A cell with these attempts; `absent`: the pupil was not in the lesson of the assessment."""
        text: str
        is_mark: bool
        rows = list(attempts)
        if len(rows) == 1 and not absent and not rows[0].is_voided and rows[0].passed is not False:
            # Nearly all cells: one mark, and nothing besides.
            only = rows[0]
            text, is_mark = self._read(only)
            if is_mark:
                value = only.text if only.points is None else points_text(only.points)
                return Shown(only.version, "sum" if summative else "", text, value, "", only.is_own, only.comment or "")
        version = sum([one.version for one in rows])
        stand: list[M] = standing(rows)
        if not stand:
            return Shown(version, "away", "n") if absent else Shown(version)
        row: M = stand[-1]
        text, is_mark = self._read(row)
        looks = [
            *(() if is_mark else ("none",)),
            *(("low",) if row.passed is False else ()),
            *(("late-work",) if absent else ()),
            *(("sum",) if summative else ()),
        ]
        old = self._read(stand[-2])[0] if len(stand) > 1 else ""
        return Shown(version, " ".join(looks), text, typed_text(row), old, row.is_own, row.comment or "")

    def is_value(self, row: MarkRow | StoredMark) -> bool:
        """A mark in the proper sense, not `nv` or an exemption."""
        return self._read(row)[1]

    def _read(self, row: MarkRow | StoredMark) -> tuple[str, bool]:
        key = (row.scheme_key, row.text)
        known = self._texts.get(key)
        if known is None:
            known = self._texts[key] = self._of_scheme(row)
        return known

    def _of_scheme(self, row: MarkRow | StoredMark) -> tuple[str, bool]:
        is_value = row.counts or row.number is not None or row.passed is not None
        if row.scheme_key not in self._schemes:
            return row.text, is_value
        _owner, scheme = self._schemes[row.scheme_key]
        if not is_value:
            try:
                is_value = scheme.parse(row.text).kind == "value"
            except Refused:
                # The scheme reads otherwise than when the mark was saved; what was saved stands.
                return row.text, False
        return scheme.shown(row.text), is_value
