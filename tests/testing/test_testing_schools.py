"""The builder makes facts that the program would have made."""

from datetime import date, time

from sqlalchemy import select

from core.classes.models import ClassMembership
from core.foundation.history.models import Change
from core.testing.schools import BuiltSchool


def test_a_school_is_built_by_speaking(school: BuiltSchool) -> None:
    ilze = school.teacher("Ilze", "Ozola")
    class_10a = school.school_class("10.a", teacher=ilze)
    anna = school.pupil("Anna", "Bērziņa", class_10a)
    school.guardian("Inga", "Bērziņa", anna)
    journal = school.journal("Matemātika", class_10a, teacher=ilze)
    lesson = school.lesson(journal, date(2026, 11, 23), 3, taught_by=ilze)
    test = school.assessment(journal, date(2026, 11, 23), "grading.ten", lesson_id=lesson.id)
    mark = school.mark(test, anna, "9")

    assert journal.title == "Matemātika 10.a"
    assert (lesson.starts, lesson.ends) == (time(10, 10), time(10, 50))
    assert mark.number == 900
    with school.read() as session:
        assert session.scalar(select(ClassMembership.pupil_id)) == anna.id


def test_years_subjects_and_rooms_are_made_once(school: BuiltSchool) -> None:
    assert school.subject("Matemātika").id == school.subject("Matemātika").id
    assert school.school_class("10.a").school_year_id == school.school_class("10.b").school_year_id
    assert school.room("203").id == school.room("203").id


def test_building_leaves_history(school: BuiltSchool) -> None:
    anna = school.person("Anna", "Bērziņa")
    [(column, old, new)] = school.history_of(anna)
    assert (column, old) == (None, None)
    assert "Bērziņa" in str(new)
    with school.read() as session:
        assert session.scalars(select(Change.kind).where(Change.author == "klade test")).all()[-1] == "test.fact"
