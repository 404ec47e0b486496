"""The facts of a transcript: subjects, marks in order, retakes, absences; and what is missing in them."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask

from core.documents.producing import content_of
from core.documents.transcripts.missing import missing
from core.foundation import clock
from core.journals.attendance.models import Absence
from core.journals.excuses.models import Excuse
from core.journals.lessons.models import RollCall
from core.journals.register.models import Journal, JournalKind, JournalPupil
from core.people.models import Person
from core.testing.schools import BuiltSchool
from core.testing.statements import Statements
from core.values.documents import TRANSCRIPT, AbsenceCount, Document, Transcript

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


def november(*pupils: Person) -> Document:
    ids = tuple(pupil.id for pupil in pupils)
    return Document(TRANSCRIPT, ids, FIRST, LAST, "2026-11", "novembris", date(2026, 11, 30))


@pytest.fixture
def transcripts(app: Flask, school: BuiltSchool) -> Callable[..., list[Transcript]]:
    def transcripts(*pupils: Person) -> list[Transcript]:
        with app.app_context(), school.read() as session:
            return list(content_of(session, november(*pupils)).sheets)

    return transcripts


Transcripts = Callable[..., list[Transcript]]


class Taught:
    """A class with two pupils, its teacher, and a journal of mathematics."""

    def __init__(self, school: BuiltSchool) -> None:
        self.school = school
        self.ilze = school.teacher("Ilze", "Kalniņa")
        self.school_class = school.school_class("10.a", self.ilze)
        self.anna = school.pupil("Anna", "Bērziņa", self.school_class)
        self.elza = school.pupil("Elza", "Čakste", self.school_class)
        self.maths = school.journal("Matemātika", self.school_class, teacher=self.ilze, usual_scheme="grading.ten")

    def absent(
        self, pupil: Person, day: int, number: int = 1, kind: str = "absent", journal: Journal | None = None
    ) -> None:
        lesson = self.school.lesson(journal or self.maths, date(2026, 11, day), number)
        self.school.add(Absence(lesson_id=lesson.id, pupil_id=pupil.id, kind=kind))


@pytest.fixture
def taught(school: BuiltSchool) -> Taught:
    return Taught(school)


def test_marks_stand_in_the_order_of_days_and_a_retake_beside_the_first(
    school: BuiltSchool, taught: Taught, transcripts: Transcripts
) -> None:
    late = school.assessment(taught.maths, date(2026, 11, 20), "grading.ten", "Funkcijas")
    early = school.assessment(taught.maths, date(2026, 11, 5), "grading.ten", "Vektori")
    school.mark(late, taught.anna, "nv")
    school.mark(early, taught.anna, "4")
    school.mark(early, taught.anna, "7", attempt=2, day=date(2026, 11, 19))
    school.mark(late, taught.elza, "9")
    (anna, elza) = transcripts(taught.anna, taught.elza)
    (maths,) = anna.subjects
    assert [(work.title, [(mark.text, mark.day.day) for mark in work.marks]) for work in maths.works] == [
        ("Vektori", [("4", 5), ("7", 19)]),
        ("Funkcijas", [("nv", 20)]),
    ]
    assert [mark.text for work in elza.subjects[0].works for mark in work.marks] == ["9"]
    assert (anna.name, anna.class_name, anna.class_teacher) == ("Anna Bērziņa", "10.a", "Ilze Kalniņa")
    assert maths.average is None
    assert not anna.has_averages


def test_an_october_work_retaken_in_november_belongs_to_november_too(
    school: BuiltSchool, taught: Taught, transcripts: Transcripts
) -> None:
    october = school.assessment(taught.maths, date(2026, 10, 20), "grading.ten", "Kopas")
    untouched = school.assessment(taught.maths, date(2026, 10, 21), "grading.ten", "Robežas")
    school.mark(october, taught.anna, "3")
    school.mark(october, taught.anna, "6", attempt=2, day=date(2026, 11, 4))
    school.mark(untouched, taught.anna, "8")
    (anna,) = transcripts(taught.anna)
    assert [[mark.text for mark in work.marks] for work in anna.subjects[0].works] == [["3", "6"]]


def test_what_was_voided_is_not_there(school: BuiltSchool, taught: Taught, transcripts: Transcripts) -> None:
    work = school.assessment(taught.maths, date(2026, 11, 5), "grading.ten", "Vektori")
    gone = school.assessment(taught.maths, date(2026, 11, 6), "grading.ten", "Kļūda", voided=clock.now())
    school.mark(work, taught.anna, "4", voided=clock.now())
    school.mark(gone, taught.anna, "2")
    lesson = school.lesson(taught.maths, date(2026, 11, 5))
    school.add(Absence(lesson_id=lesson.id, pupil_id=taught.anna.id, kind="absent", voided=clock.now()))
    cancelled = school.lesson(taught.maths, date(2026, 11, 6), state="cancelled")
    school.add(Absence(lesson_id=cancelled.id, pupil_id=taught.anna.id, kind="absent"))
    (anna,) = transcripts(taught.anna)
    assert (anna.subjects[0].works, anna.absences) == ((), AbsenceCount())


def test_absences_are_counted_by_subject_and_excuses_justify_them(
    school: BuiltSchool, taught: Taught, transcripts: Transcripts
) -> None:
    physics = school.journal("Fizika", taught.school_class)
    for day in (3, 4, 5):
        taught.absent(taught.anna, day)
    taught.absent(taught.anna, 3, number=2, journal=physics)
    taught.absent(taught.anna, 10, kind="late")
    taught.absent(taught.anna, 30, number=4)
    lesson = school.lesson(taught.maths, date(2026, 12, 1))
    school.add(Absence(lesson_id=lesson.id, pupil_id=taught.anna.id, kind="absent"))
    school.add(
        Excuse(
            pupil_id=taught.anna.id,
            from_date=date(2026, 11, 3),
            until_date=date(2026, 11, 4),
            reason_key="illness",
            decided_by_id=taught.ilze.id,
            decided_at=clock.now(),
        )
    )
    (anna,) = transcripts(taught.anna)
    counted = {subject.title: subject.absences for subject in anna.subjects}
    assert counted == {"Matemātika": AbsenceCount(4, 2, 1), "Fizika": AbsenceCount(1, 0, 0)}
    assert anna.absences == AbsenceCount(5, 2, 1)


def test_subjects_stand_in_the_schools_order_and_only_those_of_the_pupil(
    school: BuiltSchool, taught: Taught, transcripts: Transcripts
) -> None:
    school.subject("Ķīmija", position=2)
    school.subject("Ādas kopšana", position=1)
    school.journal("Ķīmija", taught.school_class)
    group = school.journal("Ādas kopšana")
    school.add(JournalPupil(journal_id=group.id, pupil_id=taught.elza.id, from_date=FIRST))
    left_out = school.journal("Fizika", taught.school_class)
    school.add(
        JournalPupil(journal_id=left_out.id, pupil_id=taught.elza.id, from_date=date(2026, 9, 1), is_excluded=True)
    )
    anna, elza = transcripts(taught.anna, taught.elza)
    assert [subject.title for subject in anna.subjects] == ["Fizika", "Matemātika", "Ķīmija"]
    assert [subject.title for subject in elza.subjects] == ["Matemātika", "Ādas kopšana", "Ķīmija"]


def test_two_journals_of_a_subject_are_one_line(school: BuiltSchool, taught: Taught, transcripts: Transcripts) -> None:
    second = school.journal("Matemātika", taught.school_class, title="Matemātika 10.a, 2. grupa")
    for journal, text in ((taught.maths, "5"), (second, "6")):
        school.mark(school.assessment(journal, date(2026, 11, 5), "grading.ten"), taught.anna, text)
    (anna,) = transcripts(taught.anna)
    assert [(one.title, len(one.works)) for one in anna.subjects] == [("Matemātika", 2)]


def test_confidential_journals_leave_no_trace(school: BuiltSchool, taught: Taught, transcripts: Transcripts) -> None:
    school.add(JournalKind(key="support", title_lv="Atbalsts", title_en="Support", position=90, is_confidential=True))
    talks = school.journal("Psihologs", taught.school_class, kind_key="support")
    school.mark(school.assessment(talks, date(2026, 11, 5), "grading.ten"), taught.anna, "5")
    taught.absent(taught.anna, 6, journal=talks)
    (anna,) = transcripts(taught.anna)
    assert [one.title for one in anna.subjects] == ["Matemātika"]
    assert anna.absences == AbsenceCount()


def test_a_class_takes_no_more_statements_than_a_pupil(
    app: Flask, school: BuiltSchool, taught: Taught, statements: Statements
) -> None:
    work = school.assessment(taught.maths, date(2026, 11, 5), "grading.ten")
    everybody = [school.pupil(f"Nr{number}", "Liepa", taught.school_class) for number in range(12)]
    for pupil in everybody:
        school.mark(work, pupil, "7")
    with app.app_context(), school.read() as session:
        with statements() as alone:
            content_of(session, november(everybody[0]))
        with statements() as together:
            content_of(session, november(*everybody))
    assert len(together) == len(alone) < 10


def test_what_is_missing_is_named(school: BuiltSchool, taught: Taught) -> None:
    work = school.assessment(taught.maths, date(2026, 11, 5), "grading.ten", "Vektori")
    school.assessment(taught.maths, date(2026, 11, 6), "grading.ten", "Mājas darbs", kind="formative")
    school.assessment(taught.maths, date(2026, 11, 26), "grading.ten", "Vēl priekšā", state="planner")
    school.mark(work, taught.elza, "7")
    called, uncalled = (school.lesson(taught.maths, date(2026, 11, day)) for day in (3, 4))
    school.lesson(taught.maths, date(2026, 11, 23))
    school.add(RollCall(lesson_id=called.id, taken_at=clock.now()))
    with school.read() as session:
        found = missing(session, [taught.anna.id, taught.elza.id], FIRST, LAST, date(2026, 11, 23))
    assert [(one.title, one.pupils) for one in found.works] == [("Vektori", frozenset({taught.anna.id}))]
    assert [(one.journal, one.count) for one in found.lessons] == [("Matemātika 10.a", 1)]
    assert found.works_of(taught.elza.id) == []
    assert uncalled.day + timedelta(days=1) == date(2026, 11, 5)
