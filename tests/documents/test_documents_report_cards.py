"""Liecības: marks of periods as far as they go, holes that are seen, missed lessons by semester."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from core.documents.producing import content_of
from core.foundation import clock
from core.journals.attendance.models import Absence
from core.journals.register.models import Journal
from core.journals.results.models import PeriodMark
from core.people.models import Person
from core.testing.schools import BuiltSchool
from core.testing.statements import Statements
from core.values.documents import REPORT_CARD, AbsenceCount, Document, ReportCard

FIRST, S1_ENDS, S2_BEGINS, LAST = date(2026, 9, 1), date(2026, 12, 18), date(2027, 1, 4), date(2027, 5, 31)


def given(school: BuiltSchool, pupil: Person, subject: str, kind: str, text: str, **facts: Any) -> PeriodMark:
    """A confirmed mark of a period."""
    number = int(text) * 100 if text.isdigit() else None
    known = {"number": number, "counts": number is not None, "scheme_key": "grading.ten", "scheme_revision": 1}
    place = {"school_year_id": school.year.id, "subject_id": school.subject(subject).id, "pupil_id": pupil.id}
    written = {"written_by": "Ilze Kalniņa", "written_at": clock.now()}
    return school.add(PeriodMark(kind_key=kind, text=text, **place, **known, **written, **facts))


def missed(school: BuiltSchool, journal: Journal, pupil: Person, day: date, kind: str = "absent") -> None:
    lesson = school.lesson(journal, day)
    school.add(Absence(lesson_id=lesson.id, pupil_id=pupil.id, kind=kind))


def cards(app: Flask, school: BuiltSchool, kind: str, *pupils: Person, last: date = LAST) -> dict[str, ReportCard]:
    ids = tuple(pupil.id for pupil in pupils)
    document = Document(REPORT_CARD, ids, FIRST, last, kind, "periods", last)
    with app.app_context(), school.read() as session:
        return {sheet.name: sheet for sheet in content_of(session, document).sheets}


def rows(card: ReportCard) -> list[tuple[str, list[str | None]]]:
    return [(subject.title, list(subject.marks)) for subject in card.subjects]


@pytest.fixture
def anna(school: BuiltSchool) -> Person:
    """A pupil of 10.a with mathematics, and physics in the second semester only."""
    school.subject("Fizika", position=2)
    school.subject("Matemātika", position=1)
    school_class = school.school_class("10.a", school.teacher("Ilze", "Kalniņa"))
    school.journal("Matemātika", school_class)
    pupil = school.pupil("Anna", "Bērziņa", school_class)
    physics = school.journal("Fizika")
    from core.journals.register.models import JournalClass

    school.add(JournalClass(journal_id=physics.id, school_class_id=school_class.id, from_date=S2_BEGINS))
    return pupil


def test_a_semester_has_its_own_marks_and_a_missing_one_is_a_hole(
    app: Flask, school: BuiltSchool, anna: Person
) -> None:
    card = cards(app, school, "s1", anna)["Anna Bērziņa"]
    assert rows(card) == [("Matemātika", [None])]
    assert card.missing == ("Matemātika",)
    given(school, anna, "Matemātika", "s1", "8")
    card = cards(app, school, "s1", anna)["Anna Bērziņa"]
    assert (rows(card), card.missing, card.has_order) == ([("Matemātika", ["8"])], (), False)
    assert (card.class_name, card.class_teacher, card.year) == ("10.a", "Ilze Kalniņa", "2026./2027.")


def test_the_year_shows_what_came_before_and_where_nothing_was_taught(
    app: Flask, school: BuiltSchool, anna: Person
) -> None:
    given(school, anna, "Matemātika", "s1", "8")
    given(school, anna, "Matemātika", "year", "7")
    given(school, anna, "Fizika", "s2", "nv")
    card = cards(app, school, "year", anna)["Anna Bērziņa"]
    assert [period.title for period in card.periods] == ["1. semestris", "2. semestris", "Gads"]
    assert rows(card) == [("Matemātika", ["8", None, "7"]), ("Fizika", ["", "nv", None])]
    assert (card.missing, card.has_order) == (("Fizika",), True)


def test_a_cleared_mark_is_a_hole(app: Flask, school: BuiltSchool, anna: Person) -> None:
    given(school, anna, "Matemātika", "s1", "8", voided=clock.now())
    assert rows(cards(app, school, "s1", anna)["Anna Bērziņa"]) == [("Matemātika", [None])]


def test_missed_lessons_are_counted_by_semester_and_over_the_year(
    app: Flask, school: BuiltSchool, anna: Person
) -> None:
    maths = school.journal("Vēsture", school.school_class("10.b"))
    for day in (date(2026, 9, 7), date(2026, 9, 8), S1_ENDS):
        missed(school, maths, anna, day)
    missed(school, maths, anna, date(2026, 10, 1), "late")
    missed(school, maths, anna, S2_BEGINS)
    school.excuse(anna, date(2026, 9, 8), school.teacher("Juris", "Ozols"))
    card = cards(app, school, "year", anna)["Anna Bērziņa"]
    assert [(one.title, one.count) for one in card.absences] == [
        ("1. semestris", AbsenceCount(3, 2, 1)),
        ("2. semestris", AbsenceCount(1, 1, 0)),
        ("Gads", AbsenceCount(4, 3, 1)),
    ]
    autumn = cards(app, school, "s1", anna, last=date(2026, 11, 23))["Anna Bērziņa"]
    assert [one.count for one in autumn.absences] == [AbsenceCount(2, 1, 1)]


def test_grades_with_other_calendars_come_in_one_go(app: Flask, school: BuiltSchool, anna: Person) -> None:
    twelfth = school.school_class("12.a")
    late = school.pupil("Zane", "Žagare", twelfth)
    history = school.journal("Vēsture", twelfth)
    missed(school, history, late, date(2027, 6, 10))
    found = cards(app, school, "year", anna, late, last=date(2027, 6, 18))
    assert [one.class_name for one in found.values()] == ["10.a", "12.a"]
    assert found["Zane Žagare"].absences[1].count.total == 1


def test_as_many_statements_for_many_pupils_as_for_one(
    app: Flask, school: BuiltSchool, anna: Person, statements: Statements
) -> None:
    school_class = school.school_class("11.a")
    school.journal("Matemātika", school_class)
    many = [school.pupil(f"Skolēns{number}", "Papildu", school_class) for number in range(12)]
    cards(app, school, "s1", anna)
    with statements() as few:
        cards(app, school, "s1", many[0])
    with statements() as all_of_them:
        cards(app, school, "s1", *many)
    assert len(few) == len(all_of_them)
