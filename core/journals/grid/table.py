"""The body of the grid: a row a pupil, its cells ready as HTML, for the template to unpack."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from flask_babel import pgettext
from markupsafe import Markup
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.text import day_text
from core.journals.grid import statements
from core.journals.grid.average import average, average_text
from core.journals.grid.columns import AssessmentRow, Column
from core.journals.grid.head import Head, Period
from core.journals.grid.markup import OUTSIDE, CellMarkup, row_markup
from core.journals.grid.members import Member
from core.journals.grid.shown import EMPTY, AbsenceRow, MarkRow, Marks, Shown, is_absent, shown_absence, standing

GONE_FOR = timedelta(days=31)


class Row(NamedTuple):
    """A pupil's row, or the heading of a class, which has number 0."""

    number: int
    pupil: int
    name: str
    note: str
    gone: bool
    average: str
    cells: Markup


def to_show(members: Iterable[Member], period: Period, today: date, *, with_gone: bool) -> tuple[list[Member], int]:
    """The pupils of a period by name, without those who left more than a month ago, and how many those are."""
    ordered = sorted(members, key=lambda member: member.sort_key)
    there = [one for one in ordered if one.since <= period.last and (one.until or date.max) >= period.first]
    stayed = [one for one in there if (one.until or date.max) >= today - GONE_FOR]
    return (there if with_gone else stayed), len(there) - len(stayed)


def classes_of(members: Iterable[Member]) -> list[str]:
    return sorted({member.school_class for member in members}, key=_class_order)


def _grouped(members: list[Member], *, by_name: bool) -> list[tuple[str, list[Member]]]:
    """Members by class where there are several classes; the heading of a single group is empty."""
    classes = classes_of(members)
    if len(classes) < 2 or by_name:
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
        self._markup = CellMarkup(columns)
        self._members: dict[int, Member] = {}
        self._names_class = False
        self._absences: dict[int, dict[int, AbsenceRow]] = {}
        self._attempts: dict[int, dict[int, list[MarkRow]]] = {}
        self._places = {(column.kind, column.key): place for place, column in enumerate(columns)}
        self._works_of: dict[int, list[int]] = {}
        for column in columns:
            if column.kind == "a" and column.lesson is not None:
                self._works_of.setdefault(column.lesson, []).append(column.key)
        self._weights = {
            row.id: row.weight for row in assessments if row.kind == "summative" and row.scheme_key == head.usual_scheme
        }

    def read(self, session: Session, span: dict[str, Any]) -> None:
        connection = session.connection()
        for row in map(AbsenceRow._make, connection.execute(statements.absences, span).all()):
            self._absences.setdefault(row.pupil_id, {})[row.lesson_id] = row
        for mark in map(MarkRow._make, connection.execute(statements.marks, span).all()):
            self._attempts.setdefault(mark.pupil_id, {}).setdefault(mark.assessment_id, []).append(mark)

    def body(self, members: list[Member], *, by_name: bool) -> list[Row]:
        """The rows, with a heading above each class where there are several; or by name, with the class beside it."""
        self._members = {member.id: member for member in members}
        rows: list[Row] = []
        number = 0
        self._names_class = by_name
        for heading, group in _grouped(members, by_name=by_name):
            if heading:
                rows.append(Row(0, 0, heading, "", False, "", Markup()))
            for member in group:
                number += 1
                rows.append(self._row(number, member))
        return rows

    def cell(self, column: Column, pupil: int) -> tuple[str, Shown]:
        """A cell's name and what stands in it; without a name where the pupil is not in the journal on that day."""
        if not self._members[pupil].is_in(column.day):
            return "", EMPTY
        return f"{column.id}-{pupil}", self._shown(column, pupil)

    def _shown(self, column: Column, pupil: int) -> Shown:
        absences = self._absences.get(pupil, {})
        if column.kind == "l":
            return shown_absence(absences.get(column.key))
        attempts = self._attempts.get(pupil, {}).get(column.key, ())
        absent = column.lesson is not None and is_absent(absences.get(column.lesson))
        if not attempts and not absent:
            return EMPTY
        return self._marks.shown(attempts, summative=column.is_summative, absent=absent)

    def _row(self, number: int, member: Member) -> Row:
        first, last = self._period.first, self._period.last
        since, until = member.since, member.until
        note = ""
        if since > first:
            note = pgettext("member", "from %(day)s", day=day_text(since))
        elif until is not None and until < last:
            note = pgettext("member", "until %(day)s", day=day_text(until))
        if self._names_class:
            note = ", ".join(part for part in (member.school_class, note) if part)
        gone = until is not None and until < clock.today()
        return Row(number, member.id, member.name, note, gone, self._average(member.id), self._cells(member))

    def _cells(self, member: Member) -> Markup:
        """All of a row is empty cells but those of which something is known: these are written over."""
        pupil = member.id
        cells = self._markup.empty_row(pupil)
        for place in self._written(pupil):
            column = self._columns[place]
            cells[place] = self._markup.cell(f"{column.id}-{pupil}", self._shown(column, pupil))
        if not member.is_in_throughout(self._period.first, self._period.last):
            for place, column in enumerate(self._columns):
                if column.kind != "b" and not member.is_in(column.day):
                    cells[place] = OUTSIDE
        return row_markup(cells)

    def _written(self, pupil: int) -> set[int]:
        """The places of a pupil's absences, of the marks of these lessons, and of the pupil's marks."""
        absences = self._absences.get(pupil, {})
        named = [("l", lesson) for lesson in absences]
        named += [("a", work) for lesson in absences for work in self._works_of.get(lesson, ())]
        named += [("a", work) for work in self._attempts.get(pupil, {})]
        return {self._places[name] for name in named if name in self._places}

    def _average(self, pupil: int) -> str:
        counted = []
        for assessment, attempts in self._attempts.get(pupil, {}).items():
            weight = self._weights.get(assessment)
            stand = standing(attempts) if weight is not None else []
            if stand and stand[-1].counts and stand[-1].number is not None:
                counted.append((stand[-1].number, weight or 0))
        return average_text(average(counted))
