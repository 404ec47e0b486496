"""The report as a table: whole, in the reader's language, and harmless in a spreadsheet."""

import csv
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given
from hypothesis import strategies as st

from core.imports.queries import StoredDifference
from core.imports.reports import report_csv
from core.imports.texts import shown_value
from core.values.access import AccessClass
from core.values.imports import Difference, Entity, FieldChange, FileProblem, Kind, RowRef, Severity

EVERYTHING = frozenset(AccessClass)


@dataclass
class Sheets:
    """An importer as far as a report asks it."""

    key: str = "sheets"
    title: str = "Sheets"
    entities: tuple[Entity, ...] = (Entity("pupils", "Pupils"),)
    file_endings: tuple[str, ...] = (".csv",)
    read: Any = field(default=None)
    plan: Any = field(default=None)
    apply: Any = field(default=None)


@pytest.fixture(autouse=True)
def english() -> Any:
    app = Flask("reports")
    Babel(app, default_locale="en")
    with app.test_request_context():
        yield


def rows(*stored: StoredDifference, problems: tuple[FileProblem, ...] = (), seen: Any = EVERYTHING) -> list[list[str]]:
    return list(csv.reader(StringIO(report_csv(Sheets(), stored, problems, seen)), delimiter=";"))


def stored(title: str, *fields: FieldChange, places: int = 1) -> StoredDifference:
    refs = tuple(RowRef("a.csv", line) for line in range(2, 2 + places))
    return StoredDifference(1, Difference(Kind.NEW, "pupils", "k", title, fields, refs), True, "applied", None)


def test_each_row_of_the_file_has_its_line() -> None:
    head, first, second = rows(stored("Anna", places=2))
    assert head[:4] == ["Sort", "Name", "Difference", "Outcome"]
    assert (first[:4], first[6:8]) == (["Pupils", "Anna", "New", "Applied"], ["a.csv", "2"])
    assert second[6:8] == ["a.csv", "3"]


def test_faults_stand_below_with_file_line_and_column() -> None:
    problem = FileProblem(Severity.ERROR, "b.csv", "There is no day %(cell)s.", {"cell": "2026-02-30"}, 9, "no")
    assert rows(problems=(problem,))[1] == ["", "", "Error", "", "There is no day 2026-02-30.", "", "b.csv", "9", "no"]


def test_what_the_reader_may_not_see_is_not_in_the_report() -> None:
    health = FieldChange("spec_vajadziba_kods", None, "56", AccessClass.HEALTH)
    hidden = rows(stored("Anna", health), seen=frozenset({AccessClass.GENERAL}))[1][5]
    assert hidden == "spec_vajadziba_kods: not shown to your roles"
    assert rows(stored("Anna", health))[1][5] == "spec_vajadziba_kods: 56"


@given(st.text(min_size=1, max_size=8))
def test_no_cell_begins_as_a_formula(title: str) -> None:
    cell = rows(stored(title.replace("\x00", "")))[1][1]
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_days_are_written_as_people_write_them() -> None:
    assert shown_value("7.a (2026-09-01 – …)") == "7.a (1 Sep 2026 – …)"
    assert shown_value("2026-02-30") == "2026-02-30"
    assert shown_value(None) == ""
