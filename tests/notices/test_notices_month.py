"""A month of a small school: what leaves Klade is as many messages as the facts say, and tells nothing it must not."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from core.foundation import clock
from core.journals.attendance.models import Absence
from core.journals.excuses.deciding import accept, reject
from core.journals.lessons.models import RollCall
from core.people.models import Person
from core.testing.schools import BuiltSchool

if TYPE_CHECKING:
    from tests.notices.conftest import NoticeDesk, PostOffice

FIRST = date(2026, 10, 5)
DAYS = 30
MARKS = ("9", "10", "nv", "8")
REASON = "Ģimenes apstākļi un drudzis"
_LOOKS = (time(8), time(10, 30), time(14), time(18), time(21))


@dataclass
class Month:
    """What happened, as far as somebody is to be told of it."""

    marks: Counter[tuple[date, int]] = field(default_factory=Counter)
    """By the day of the summary and pupil."""
    absences: set[tuple[date, int]] = field(default_factory=set)
    decided: Counter[tuple[date, int]] = field(default_factory=Counter)
    """By the day of the summary and who announced."""
    asked: Counter[date] = field(default_factory=Counter)
    """Announcements by the day of the summary that were still waiting at its hour."""


def test_a_month_is_told_as_the_facts_say(school: BuiltSchool, news: NoticeDesk, post: PostOffice) -> None:
    chance, month = random.Random(20261005), Month()
    ilze = school.teacher("Ilze", "Kalniņa")
    class_10a = school.school_class("10.a", teacher=ilze)
    pupils = [school.pupil(given, family, class_10a) for given, family in (("Ralfs", "Eglītis"), ("Anna", "Bērziņa"))]
    sandra = school.guardian("Sandra", "Vanaga", *pupils)
    imants = school.person("Imants", "Dzenis")
    school.guardianship(imants, pupils[0], sees_marks=False)
    maths = school.journal("Matemātika", class_10a, teacher=ilze)
    reached = (*pupils, sandra, imants, ilze)
    for person in reached:
        news.reach(person, email=f"p{person.id}@example.lv")
    with clock.at(clock.at_local(FIRST, time(7, 30))):
        news.begin()
    days = [FIRST + timedelta(days=number) for number in range(DAYS)]
    for day in days:
        if day.weekday() < 5:
            _school_day(school, month, chance, day, pupils, sandra, ilze, maths)
        for hour in _LOOKS:
            with clock.at(clock.at_local(day, hour)):
                news.look()
    _check_numbers(post, month, pupils, sandra, imants, ilze)
    _check_words(post, news, reached)


def _school_day(
    school: BuiltSchool,
    month: Month,
    chance: random.Random,
    day: date,
    pupils: list[Person],
    sandra: Person,
    ilze: Person,
    maths: object,
) -> None:
    """Lessons at nine, marks at noon, an announcement now and then."""
    for pupil in pupils:
        if chance.random() < 0.3:
            with clock.at(clock.at_local(day, time(9))):
                lesson = school.lesson(maths, day, pupils.index(pupil) + 1)  # type: ignore[arg-type]  # a journal
                school.add(Absence(lesson_id=lesson.id, pupil_id=pupil.id, kind="absent"))
                school.add(RollCall(lesson_id=lesson.id, taken_at=clock.now()))
                month.absences.add((day, pupil.id))
        for number in range(chance.choice((0, 0, 1, 2))):
            with clock.at(clock.at_local(day, time(12))):
                work = school.assessment(maths, day, "grading.ten", f"Darbs {day} {pupil.id} {number}")  # type: ignore[arg-type]  # as above
                school.mark(work, pupil, chance.choice(MARKS), comment=f"{pupil.family_name}, {REASON}")
                month.marks[day, pupil.id] += 1
    if chance.random() < 0.3:
        with clock.at(clock.at_local(day, time(12, 30))):
            ahead = day + timedelta(days=40)
            announced = school.announcement(
                pupils[0], sandra, ahead, until_date=ahead, note=REASON, reason_key="family"
            )
        if chance.random() < 0.5:
            with clock.at(clock.at_local(day, time(15))):
                decide = (
                    (lambda session: accept(session, announced.id, ilze.id, None).id)
                    if chance.random() < 0.5
                    else (lambda session: reject(session, announced.id, ilze.id, REASON).id)
                )
                school.write(decide)
                month.decided[day, sandra.id] += 1
        else:
            month.asked[day] += 1


def _check_numbers(
    post: PostOffice, month: Month, pupils: list[Person], sandra: Person, imants: Person, ilze: Person
) -> None:
    expected: Counter[int] = Counter()
    own = {pupil.id: [pupil.id] for pupil in pupils}
    for person, children in (own | {sandra.id: [pupil.id for pupil in pupils]}).items():
        summed_up = {day for day, pupil in month.marks if pupil in children}
        summed_up |= {day for day, maker in month.decided if maker == person}
        expected[person] += len(summed_up)
        # Two children who are absent the same morning are one message.
        expected[person] += len({day for day, pupil in month.absences if pupil in children})
    expected[imants.id] = len({day for day, pupil in month.absences if pupil == pupils[0].id})
    expected[ilze.id] = len(month.asked)
    taken = Counter(one["address"] for one in post.taken)
    assert taken == {f"p{person}@example.lv": number for person, number in expected.items() if number}
    assert len({one["id"] for one in post.taken}) == len(post.taken)
    assert sum(expected.values()) > 60, "a month in which much happens"


def _check_words(post: PostOffice, news: NoticeDesk, reached: tuple[Person, ...]) -> None:
    """No mark, no reason, no surname: neither in what left nor in the list."""
    said = [one["subject"] + "\n" + one["text"] for one in post.taken] + [notice.text for notice in news.notices()]
    for text in said:
        for person in reached:
            assert person.family_name not in text
        assert REASON not in text
        assert "Ģimenes" not in text
        assert "Darbs" not in text
        words = re.findall(r"\w+", text)
        assert not set(MARKS) & (set(words) - _numbers_of_days(text)), text
    assert any("Matemātika" in text for text in said)


def _numbers_of_days(text: str) -> set[str]:
    """Numbers that are days, months, lessons and counts, not marks."""
    known = re.findall(r"(\d+)\.(\d+)\.|(\d+)\. stundā|: (\d+) jaun|(\d+)\.a", text)
    return {number for found in known for number in found if number}
