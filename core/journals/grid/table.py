"""The body of the grid: a row a pupil, a tuple a cell, for the template to unpack."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from flask_babel import pgettext
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.text import day_text
from core.journals.grid import statements
from core.journals.grid.average import average, average_text
from core.journals.grid.columns import AssessmentRow, Column
from core.journals.grid.head import Head, Period
from core.journals.grid.members import Member
from core.journals.grid.shown import AbsenceRow, MarkRow, Marks, is_absent, shown_absence, standing

CellTuple = tuple[str, int, str, str, str, str, bool]
"""Name, version, look, text, value, old value, own."""
RowTuple = tuple[int, int, str, str, bool, str, list[CellTuple]]
"""Number, pupil, name, note, gone, average, cells. A heading of a class has number 0."""

GONE_FOR = timedelta(days=31)

_BREAK: CellTuple = ("", 0, "b", "", "", "", False)
_OUTSIDE: CellTuple = ("", 0, "x", "", "", "", False)


def to_show(members: Iterable[Member], period: Period, today: date, *, with_gone: bool) -> tuple[list[Member], int]:
    """The pupils of a period by name, without those who left more than a month ago, and how many those are."""
    ordered = sorted(members, key=lambda member: member.sort_key)
    there = [one for one in ordered if one.since <= period.last and (one.until or date.max) >= period.first]
    stayed = [one for one in there if (one.until or date.max) >= today - GONE_FOR]
    return (there if with_gone else stayed), len(there) - len(stayed)


def _grouped(members: list[Member]) -> list[tuple[str, list[Member]]]:
    """Members by class where there are several classes; the heading of a single group is empty."""
    classes = sorted({member.school_class for member in members}, key=_class_order)
    if len(classes) < 2:
        return [("", members)]
    return [(name, [member for member in members if member.school_class == name]) for name in classes]


def _class_order(name: str) -> tuple[int, str]:
    grade, _, letter = name.partition(".")
    return (int(grade) if grade.isdigit() else 99, letter)


class Table:
    """Rows of cells."""

    def __init__(
        self, columns: list[Column], assessments: list[AssessmentRow], head: Head, period: Period, marks: Marks
    ) -> None:
        self._columns = columns
        self._period = period
        self._marks = marks
        self._absences: dict[int, dict[int, AbsenceRow]] = {}
        self._attempts: dict[int, dict[int, list[MarkRow]]] = {}
        self._weights = {
            row.id: row.weight for row in assessments if row.kind == "summative" and row.scheme_key == head.usual_scheme
        }

    def read(self, session: Session, span: dict[str, Any]) -> None:
        connection = session.connection()
        for row in map(AbsenceRow._make, connection.execute(statements.absences, span)):
            self._absences.setdefault(row.pupil_id, {})[row.lesson_id] = row
        for mark in map(MarkRow._make, connection.execute(statements.marks, span)):
            self._attempts.setdefault(mark.pupil_id, {}).setdefault(mark.assessment_id, []).append(mark)

    def body(self, members: list[Member]) -> list[RowTuple]:
        """The rows, with a heading above each class where there are several."""
        rows: list[RowTuple] = []
        number = 0
        for heading, group in _grouped(members):
            if heading:
                rows.append((0, 0, heading, "", False, "", []))
            for member in group:
                number += 1
                rows.append(self._row(number, member))
        return rows

    def _row(self, number: int, member: Member) -> tuple[int, int, str, str, bool, str, list[CellTuple]]:
        """Number, pupil, name, note, whether gone, average, cells."""
        first, last = self._period.first, self._period.last
        until = member.until
        note = ""
        if member.since > first:
            note = pgettext("member", "from %(day)s", day=day_text(member.since))
        elif until is not None and until < last:
            note = pgettext("member", "until %(day)s", day=day_text(until))
        gone = until is not None and until < clock.today()
        cells = self._cells(member, always=member.is_in_throughout(first, last))
        return number, member.id, member.name, note, gone, self._average(member.id), cells

    def _cells(self, member: Member, *, always: bool) -> list[CellTuple]:
        pupil = member.id
        absences = self._absences.get(pupil, {})
        attempts = self._attempts.get(pupil, {})
        cells: list[CellTuple] = []
        for column in self._columns:
            if column.kind == "b":
                cells.append(_BREAK)
            elif not always and not member.is_in(column.day):
                cells.append(_OUTSIDE)
            elif column.kind == "a":
                cells.append(self._mark(column, pupil, attempts.get(column.key), absences))
            elif column.key in absences:
                shown = shown_absence(absences[column.key])
                cells.append((f"{column.id}-{pupil}", shown.version, shown.look, shown.text, shown.value, "", False))
            else:
                cells.append((f"{column.id}-{pupil}", 0, "", "", "", "", False))
        return cells

    def _mark(
        self, column: Column, pupil: int, attempts: list[MarkRow] | None, absences: dict[int, AbsenceRow]
    ) -> CellTuple:
        absent = column.lesson is not None and is_absent(absences.get(column.lesson))
        cell = f"{column.id}-{pupil}"
        if not attempts and not absent:
            return (cell, 0, "", "", "", "", False)
        shown = self._marks.shown(attempts or (), summative=column.is_summative, absent=absent)
        return (cell, shown.version, shown.look, shown.text, shown.value, shown.old, shown.own)

    def _average(self, pupil: int) -> str:
        counted = []
        for assessment, attempts in self._attempts.get(pupil, {}).items():
            weight = self._weights.get(assessment)
            stand = standing(attempts) if weight is not None else []
            if stand and stand[-1].counts and stand[-1].number is not None:
                counted.append((stand[-1].number, weight or 0))
        return average_text(average(counted))
