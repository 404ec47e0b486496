"""A school with everybody in it, and for each role what is its own and what is foreign."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from core.testing.applications import SignInDesk
from core.testing.schools import BuiltSchool

if TYPE_CHECKING:
    from core.people.models import Person

TODAY = date(2026, 11, 23)


class Unknown(Exception):
    """No subject can be named for an argument of a route."""


@dataclass(frozen=True)
class Persona:
    """One kind of visitor: roles in this school, and by which relations it stands to its own rows."""

    key: str
    roles: frozenset[str] = frozenset()
    related: dict[str, frozenset[str]] = field(default_factory=dict, hash=False)
    is_signed_in: bool = True


def _persona(key: str, *roles: str, **related: str) -> Persona:
    return Persona(key, frozenset(roles), {kind: frozenset(scopes.split()) for kind, scopes in related.items()})


PERSONAS = (
    Persona("nobody", is_signed_in=False),
    _persona("stranger"),
    _persona("superuser of another school"),
    _persona("guardian whose access is undecided"),
    *(
        _persona(role, role)
        for role in ("superuser", "head", "deputy", "record_keeper", "secretary", "nurse", "support")
    ),
    _persona(
        "class_teacher",
        "class_teacher",
        Journal="class_teacher_of",
        Person="class_teacher_of",
        SchoolClass="class_teacher_of",
    ),
    _persona("teacher", "teacher", Journal="teaches", Person="teaches"),
    _persona("guardian", "guardian", Person="guardian_of"),
    _persona("pupil", "pupil", Person="self"),
)


class World:
    """Two classes of one school, a second school, and everybody's account."""

    def __init__(self, app: Flask, school: BuiltSchool, desk: SignInDesk) -> None:
        self.app, self.school, self.desk = app, school, desk
        self._people: dict[str, Person] = {}
        self._foreign_desk: SignInDesk | None = None
        self._build()

    def _build(self) -> None:
        school = self.school
        self._people["class_teacher"] = school.teacher("Ilze", "Kalniņa")
        self._people["teacher"] = school.teacher("Anna", "Bērziņa")
        other = school.teacher("Juris", "Ozols")
        self.own_class = school.school_class("10.a", self._people["class_teacher"])
        self.foreign_class = school.school_class("7.c", other)
        self.own_pupil = self._people["pupil"] = school.pupil("Elza", "Čakste", self.own_class)
        self.foreign_pupil = school.pupil("Kārlis", "Dūmiņš", self.foreign_class)
        self._people["guardian"] = school.guardian("Līga", "Čakste", self.own_pupil)
        self._people["guardian whose access is undecided"] = school.person("Valdis", "Čakste")
        self.bond = school.guardianship(
            self._people["guardian whose access is undecided"], self.own_pupil, access="undecided", has_custody=False
        )
        self.foreign_bond = school.guardianship(school.person("Rita", "Dūmiņa"), self.foreign_pupil, access="undecided")
        self.own_journal = school.journal("Matemātika", self.own_class, teacher=self._people["teacher"])
        self.foreign_journal = school.journal("Fizika", self.foreign_class, teacher=other)
        self.own_lesson = school.lesson(self.own_journal, TODAY, 3)
        self.foreign_lesson = school.lesson(self.foreign_journal, TODAY, 3)
        self.own_assessment = school.assessment(self.own_journal, TODAY, "grading.ten", "Vektori")
        self.foreign_assessment = school.assessment(self.foreign_journal, TODAY, "grading.ten", "Spēki")
        self._people["stranger"] = school.person("Nav", "Savējais")

    # ------------------------------------------------------------------------------------------------- visitors

    def client(self, persona: Persona) -> FlaskClient:
        """A browser of that visitor, freshly signed in."""
        if not persona.is_signed_in:
            return self._visitor()
        if persona.key == "superuser of another school":
            return self._foreign_superuser()
        if persona.key not in self._people:
            self._people[persona.key] = self.school.staff(persona.key.title(), "Darbiniece", persona.key)
        return self.desk.client(self._people[persona.key])

    def _visitor(self) -> FlaskClient:
        """A browser that nobody signed in with, whose forms are our own: only rights keep it out."""
        client = self.app.test_client()
        found = re.search(r'<meta name="csrf-token" content="([^"]+)"', client.get("/sign-in").text)
        assert found is not None
        client.environ_base["HTTP_X_CSRFTOKEN"] = found.group(1)
        return client

    def _foreign_superuser(self) -> FlaskClient:
        from core.testing.installations import create_school

        if self._foreign_desk is None:
            program = self.app.extensions["klade"]
            ref = create_school(program, "cita", "Cita skola")
            self._foreign_desk = SignInDesk(self.app, BuiltSchool(self.school.database, ref))
            self._foreign_desk.superuser = self._foreign_desk.school.staff("Cits", "Virslietotājs", "superuser")  # type: ignore[attr-defined]  # kept beside the desk
        return self._foreign_desk.client(self._foreign_desk.superuser)  # type: ignore[attr-defined]  # as above

    # ------------------------------------------------------------------------------------------------- subjects

    def path(self, rule: Rule, persona: Persona, whose: str) -> str:
        """The address with its arguments filled in. Raises Unknown."""
        values = {name: self._value(rule, name, persona, whose) for name in sorted(rule.arguments)}
        with self.app.test_request_context():
            from flask import url_for

            return url_for(rule.endpoint, **values)

    def _value(self, rule: Rule, argument: str, persona: Persona, whose: str) -> Any:
        found = SUBJECTS.get(f"{rule.endpoint}:{argument}") or SUBJECTS.get(argument)
        if found is None:
            raise Unknown(argument)
        return found(self, persona, whose)


def _either(own: str, foreign: str) -> Callable[[World, Persona, str], Any]:
    def choose(world: World, _persona: Persona, whose: str) -> Any:
        return getattr(world, own if whose == "own" else foreign).id

    return choose


def _person(world: World, persona: Persona, whose: str) -> int:
    person = world.own_pupil if whose == "own" else world.foreign_pupil
    return int(person.id)


SUBJECTS: dict[str, Callable[[World, Persona, str], Any]] = {
    "school": lambda world, persona, whose: world.school.ref.slug,
    "journal_id": _either("own_journal", "foreign_journal"),
    "class_id": _either("own_class", "foreign_class"),
    "school_class_id": _either("own_class", "foreign_class"),
    "person_id": _person,
    "pupil_id": _person,
    "lesson_id": _either("own_lesson", "foreign_lesson"),
    "assessment_id": _either("own_assessment", "foreign_assessment"),
    "subject_id": lambda world, persona, whose: world.school.subject("Matemātika" if whose == "own" else "Fizika").id,
    "room_id": lambda world, persona, whose: world.school.room("214" if whose == "own" else "215").id,
    "cell": lambda world, persona, whose: (
        f"a{world.own_assessment.id}-{world.own_pupil.id}"
        if whose == "own"
        else f"a{world.foreign_assessment.id}-{world.foreign_pupil.id}"
    ),
    "guardianship_id": _either("bond", "foreign_bond"),
}
