"""A journal with pupils, lessons and a scale, and people who write in its grid."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from core.testing.schools import FIRST_DAY

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from core.classes.models import SchoolClass
    from core.journals.assessment.models import Assessment
    from core.journals.lessons.models import Lesson
    from core.journals.register.models import Journal
    from core.people.models import Person
    from core.testing.schools import BuiltSchool
    from core.values.marks import ParsedMark

SCALE = "test.ten"
FRIDAY, MONDAY, WEDNESDAY = date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 25)


class TenPoints:
    """A scale of a school that has no plugin: 1 to 10, and `nv`."""

    key = SCALE
    revision = 1
    title = "10 balles"
    sign = ""
    offered = (*map(str, range(1, 11)), "nv")

    def parse(self, text: str) -> ParsedMark:
        from core.values.marks import ParsedMark, Refused

        written = text.strip().lower()
        if written == "nv":
            return ParsedMark("nv", "no_mark", None, counts=False, passed=None)
        if written.isdecimal() and 1 <= int(written) <= 10:
            return ParsedMark(str(int(written)), "value", int(written) * 100, counts=True, passed=int(written) > 3)
        raise Refused(f"Vērtējums {text.strip()} nav 10 ballu skalā.")

    def shown(self, text: str) -> str:
        return text


class TenOfPoints(TenPoints):
    """The same with points: a mark for each tenth of all of them."""

    key = "test.of_points"
    title = "10 balles no punktiem"
    points_section = "journals"

    def of_points(self, points: int, most: int, settings: Mapping[str, Any]) -> ParsedMark:
        assert settings, "the school's values of the section"
        return self.parse(str(max(1, points * 10 // most)))


@dataclass
class Register:
    """One journal: Friday's lesson, today's and Wednesday's, and a summative work on Friday."""

    app: Flask
    school: BuiltSchool
    teacher: Person
    school_class: SchoolClass
    journal: Journal
    pupils: list[Person]
    friday: Lesson
    today: Lesson
    wednesday: Lesson
    work: Assessment

    @property
    def address(self) -> str:
        return f"/{self.school.ref.slug}/journals/{self.journal.id}"

    def colleague(self) -> Person:
        """A second teacher of the journal."""
        from core.journals.register.models import JournalTeacher

        person = self.school.teacher("Anna", "Bērziņa")
        self.school.add(
            JournalTeacher(journal_id=self.journal.id, person_id=person.id, role="second", from_date=FIRST_DAY)
        )
        return person

    def newcomer(self, day: date, until: date | None = None) -> Person:
        """A pupil who came into the class on a day."""
        return self.school.pupil("Ralfs", "Ļaudams", self.school_class, from_date=day, until_date=until)

    def attendance(self, pupil: int, lesson: Lesson | None = None) -> str:
        return f"l{(lesson or self.today).id}-{self.pupils[pupil].id}"

    def mark(self, pupil: int, work: Assessment | None = None) -> str:
        return f"a{(work or self.work).id}-{self.pupils[pupil].id}"

    def sheet(self, name: str, lesson: Lesson | None = None) -> str:
        return f"s{(lesson or self.today).id}-{name}"


@dataclass
class Writer:
    """Somebody who writes in the grid as its page does: over the versions that the page knows."""

    client: FlaskClient
    address: str
    sign_in: Callable[[], FlaskClient]
    versions: dict[str, int] = field(default_factory=dict)
    change: int | None = None

    def on_another_day(self) -> Writer:
        """Signed in anew; the page knows what it knew."""
        return Writer(self.sign_in(), self.address, self.sign_in, dict(self.versions))

    def send(self, changes: list[dict[str, Any]], batch: str | None = None, **more: Any) -> TestResponse:
        return self.client.post(
            f"{self.address}/cells", json={"batch": batch or str(uuid4()), "changes": changes} | more
        )

    def answer(self, changes: list[dict[str, Any]]) -> dict[str, Any]:
        """The answer to a batch that can be read."""
        answer = self.send(changes)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.get_json()
        return found

    def write(self, cells: dict[str, str], how: str | None = None) -> dict[str, dict[str, Any]]:
        """Write values; the result by cell."""
        changes = [
            {"cell": cell, "version": self.versions.get(cell, 0), "value": value, "how": how}
            for cell, value in cells.items()
        ]
        answer = self.answer(changes)
        self.change = answer["change"]
        self.know(answer["cells"] + [one for one in answer["results"] if one["state"] == "saved"])
        return {result["cell"]: result for result in answer["results"]}

    def know(self, cells: list[dict[str, Any]]) -> None:
        self.versions |= {cell["cell"]: cell["version"] for cell in cells}

    def undo(self, change: int | None = None, act: str = "undo") -> TestResponse:
        answer = self.client.post(f"{self.address}/{act}", json={"change": change or self.change})
        if answer.status_code == 200:
            self.know(answer.get_json()["cells"])
        return answer


@pytest.fixture
def scale(app: Flask) -> TenPoints:
    """The school's own scale, contributed as core's."""
    scheme = TenPoints()
    app.extensions["klade"].schemes[SCALE] = ("core", scheme)
    return scheme


@pytest.fixture
def scale_of_points(app: Flask) -> TenOfPoints:
    """A scale of the school whose columns may take points."""
    scheme = TenOfPoints()
    app.extensions["klade"].schemes[scheme.key] = ("core", scheme)
    return scheme


@pytest.fixture
def register(app: Flask, school: BuiltSchool, scale: TenPoints) -> Register:
    teacher = school.teacher("Ilze", "Kalniņa")
    school_class = school.school_class("10.a")
    names = [("Kārlis", "Āboliņš"), ("Anna Marija", "Bērziņa"), ("Roberts", "Celmiņš")]
    pupils = [school.pupil(given, family, school_class) for given, family in names]
    journal = school.journal("Matemātika", school_class, teacher=teacher, usual_scheme=scale.key)
    friday, monday, wednesday = (school.lesson(journal, day, 3) for day in (FRIDAY, MONDAY, WEDNESDAY))
    work = school.assessment(journal, FRIDAY, scale.key, "Vektori", lesson_id=friday.id)
    return Register(app, school, teacher, school_class, journal, pupils, friday, monday, wednesday, work)


@pytest.fixture
def writer(register: Register, sign_in: Callable[[Person], FlaskClient]) -> Writer:
    """The journal's teacher."""
    return Writer(sign_in(register.teacher), register.address, lambda: sign_in(register.teacher))


@pytest.fixture
def other(register: Register, sign_in: Callable[[Person], FlaskClient]) -> Writer:
    """A second teacher of the journal."""
    colleague = register.colleague()
    return Writer(sign_in(colleague), register.address, lambda: sign_in(colleague))
