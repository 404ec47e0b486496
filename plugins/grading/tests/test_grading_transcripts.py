"""What grading adds to transcripts: averages by the numbers on the marks, marks as their scales show them."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from core.documents.producing import content_of
from core.journals.register.models import Journal
from core.people.models import Person
from core.testing.schools import BuiltSchool
from core.values.documents import TRANSCRIPT, Document, Transcript

DAY = date(2026, 11, 5)


class Taught:
    """A pupil and a journal of mathematics in the 10-point scale."""

    def __init__(self, app: Flask, school: BuiltSchool) -> None:
        self.app, self.school = app, school
        school_class = school.school_class("10.a")
        self.anna: Person = school.pupil("Anna", "Bērziņa", school_class)
        self.maths: Journal = school.journal("Matemātika", school_class, usual_scheme="grading.ten")

    def marked(self, *texts: str, scheme: str = "grading.ten", **facts: Any) -> None:
        """A work with a mark, and its retakes."""
        work = self.school.assessment(self.maths, DAY, scheme, **facts)
        for attempt, text in enumerate(texts, start=1):
            self.school.mark(work, self.anna, text, attempt=attempt)

    def transcript(self) -> Transcript:
        document = Document(
            TRANSCRIPT, (self.anna.id,), date(2026, 11, 1), date(2026, 11, 30), "2026-11", "novembris", DAY
        )
        with self.app.app_context(), self.school.read() as session:
            sheet: Transcript = content_of(session, document).sheets[0]
        return sheet


@pytest.fixture
def taught(app: Flask, school: BuiltSchool) -> Taught:
    return Taught(app, school)


def test_the_last_attempt_counts_and_weights_weigh(taught: Taught) -> None:
    taught.marked("4", "7")
    taught.marked("10", weight=200)
    assert taught.transcript().subjects[0].average == "9,00"


def test_what_does_not_count_is_not_in_the_average(taught: Taught) -> None:
    taught.marked("6")
    taught.marked("nv")
    taught.marked("1", kind="formative")
    taught.marked("85", scheme="grading.percent")
    sheet = taught.transcript()
    assert sheet.subjects[0].average == "6,00"
    assert sheet.has_averages


def test_nothing_to_count_is_no_average(taught: Taught) -> None:
    taught.marked("nv")
    assert taught.transcript().subjects[0].average is None


def test_marks_are_shown_by_their_scales_and_codes_are_explained(taught: Taught) -> None:
    taught.marked("85", scheme="grading.percent")
    assert taught.transcript().notes == ()
    taught.marked("nv")
    sheet = taught.transcript()
    assert [mark.text for work in sheet.subjects[0].works for mark in work.marks] == ["85%", "nv"]
    assert sheet.notes == ("nv – nav vērtējuma: darbs vēl jākārto, vidējo vērtējumu neietekmē.",)


def test_the_transcript_says_the_average_that_the_journal_shows(taught: Taught) -> None:
    """One rule: the grid's column and the paper."""
    from core.journals.grid.averages import average_texts, counted_marks
    from core.journals.grid.head import Period, head_of

    for texts in (("4", "8"), ("7",), ("9",), ("nv",)):
        taught.marked(*texts)
    with taught.app.app_context(), taught.school.read() as session:
        from flask_babel import force_locale

        period = Period("x", "", date(2026, 11, 1), date(2026, 11, 30))
        counted = counted_marks(session, head_of(session, taught.maths.id), period, [taught.anna.id])
        with force_locale("lv"):
            shown = average_texts(counted)
    assert taught.transcript().subjects[0].average == shown[str(taught.anna.id)] == "8,00"
