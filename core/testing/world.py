"""A school with everybody in it, and for each role what is its own and what is foreign."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING, Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from core.testing.applications import SignInDesk
from core.testing.schools import BuiltSchool

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from core.classes.models import SchoolClass
    from core.documents.models import IssuedBundle, IssuedDocument
    from core.imports.models import Import
    from core.journals.notes.models import JournalNote
    from core.journals.register.models import Journal
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


OFFICE = ("superuser", "head", "deputy", "record_keeper", "secretary", "nurse", "support")

PERSONAS = (
    Persona("nobody", is_signed_in=False),
    _persona("stranger"),
    _persona("superuser of another school"),
    _persona("guardian whose access is undecided"),
    *(_persona(role, role, Person="colleague", LetterThread="staff_mail") for role in OFFICE),
    _persona(
        "class_teacher",
        "class_teacher",
        Journal="class_teacher_of",
        Person="class_teacher_of",
        SchoolClass="class_teacher_of",
        IssuedDocument="class_teacher_of",
        IssuedBundle="class_teacher_of",
        Announcement="class_teacher_of",
        Excuse="class_teacher_of",
        LetterThread="staff_mail",
    ),
    _persona(
        "teacher",
        "teacher",
        Journal="teaches",
        Person="teaches",
        JournalNote="written_by",
        LetterThread="staff_mail",
    ),
    _persona(
        "guardian",
        "guardian",
        Person="guardian_of guardian_sees_marks guardian_sees_attendance guardian_may_excuse",
        Announcement="guardian_may_excuse",
        IssuedDocument="guardian_sees_marks",
        LetterThread="guardian_mail",
    ),
    _persona("pupil", "pupil", Person="self", IssuedDocument="self", LetterThread="pupil_mail"),
)


class World:
    """Two classes of one school, a second school, and everybody's account."""

    def __init__(self, app: Flask, school: BuiltSchool, desk: SignInDesk) -> None:
        self.app, self.school, self.desk = app, school, desk
        self._people: dict[str, Person] = {}
        self._numbers = count(1)
        self._letters: dict[tuple[str, str], tuple[int, int]] = {}
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
        self.own_note, self.foreign_note = (
            self._note(journal, writer)
            for journal, writer in ((self.own_journal, self._people["teacher"]), (self.foreign_journal, other))
        )
        self._build_absences(other)
        self._build_office()
        self._build_documents()
        self._people["stranger"] = school.person("Nav", "Savējais")
        for role in OFFICE:
            self._people[role] = school.staff(role.title(), "Darbiniece", role)
        self.colleague = school.staff("Māra", "Liepiņa")
        self.held = school.give_role(self.colleague, "secretary")
        self.own_decision, self.foreign_decision = (
            school.decision(bond, other) for bond in (self.bond, self.foreign_bond)
        )

    def _build_absences(self, decider: Person) -> None:
        """An announcement that waits and an excuse that holds, of the own pupil and of the foreign one."""
        self.own_announcement = self.school.announcement(self.own_pupil, self._people["guardian"], TODAY)
        self.foreign_announcement = self.school.announcement(self.foreign_pupil, decider, TODAY)
        self.own_excuse, self.foreign_excuse = (
            self.school.excuse(pupil, TODAY, decider) for pupil in (self.own_pupil, self.foreign_pupil)
        )

    def _note(self, journal: Journal, writer: Person) -> JournalNote:
        """A note that somebody wrote into a journal a moment ago."""
        from core.foundation import clock
        from core.journals.notes.models import JournalNote

        written: dict[str, Any] = {"written_by_id": writer.id, "written_by": writer.full_name}
        about = {"journal_id": journal.id, "kind_key": "other", "day": TODAY, "text": "Nomainīta telpa."}
        return self.school.add(JournalNote(written_at=clock.now(), **about, **written))

    def _build_office(self) -> None:
        """A timetable entry, lesson times, a term, an import: rows that pages of staff name."""
        from sqlalchemy import select

        from core.journals.register.models import JournalTeacher
        from core.journals.timetable.models import TimetableEntry
        from core.schools.models import BellSchedule, Term

        self.entry = self.school.add(
            TimetableEntry(journal_id=self.own_journal.id, weekday=1, number=3, from_date=self.school.year.from_date)
        )
        self.given_file, self.other_file = (self._file(name) for name in ("viis.zip", "cits.zip"))
        with self.school.read() as session:
            self.bells = session.scalars(select(BellSchedule)).one()
            self.term = session.scalars(select(Term)).first()
            self.journal_teacher = session.scalars(
                select(JournalTeacher).where(JournalTeacher.journal_id == self.own_journal.id)
            ).one()

    def _build_documents(self) -> None:
        """What was issued about the own and about the foreign class."""
        self.own_document, self.own_bundle = self._documents(self.own_pupil, self.own_class)
        self.foreign_document, self.foreign_bundle = self._documents(self.foreign_pupil, self.foreign_class)

    def _documents(self, pupil: Person, school_class: SchoolClass) -> tuple[IssuedDocument, IssuedBundle]:
        """A document about a pupil, and the file of a class."""
        from core.documents.models import IssuedBundle, IssuedDocument
        from core.foundation import clock
        from core.foundation.files import file_store

        digest = file_store(self.school.database, self.school.ref).put(b"<p>Izraksts</p>")
        days: dict[str, Any] = {"first": TODAY, "last": TODAY, "issued_at": clock.now(), "issued_by": "klade test"}
        shared = days | {"type_key": "transcript", "title": "Sekmju izraksts", "period_key": "2026-11"}
        shared |= {"format": "html", "digest": digest, "size": 15}
        bundle = self.school.add(IssuedBundle(school_class_id=school_class.id, **shared))
        about = {"year": 2026, "number": pupil.id + 1000, "day": TODAY, "person_id": pupil.id}
        return self.school.add(IssuedDocument(**shared, **about)), bundle

    def a_template(self) -> int:
        """A version of a template that the superuser uploaded; where printing is not there, none."""
        if "printing.upload_template" in self.app.view_functions:
            client, path = self.desk.client(self._people["superuser"]), f"/{self.school.ref.slug}/printing/templates"
            own = client.get(f"{path}/transcript.typ/text").data
            client.post(path, data={"name": "transcript.typ", "file": (BytesIO(own), "transcript.typ")})
        return 1

    def a_letter(self, persona: Persona, whose: str) -> tuple[int, int]:
        """The thread of a letter with a file, that the visitor got or that others wrote to each other; and the file."""
        found = self._letters.get((persona.key, whose))
        if found is None:
            found = self._letters[persona.key, whose] = self._written(persona, whose)
        return found

    def _written(self, persona: Persona, whose: str) -> tuple[int, int]:
        if "messaging.thread" not in self.app.view_functions:
            return 1, 1
        from importlib import import_module

        from core.foundation import clock
        from core.foundation.files import file_store

        models: Any = import_module("klade_messaging.letters.models")
        digest = file_store(self.school.database, self.school.ref).put(b"Labdien!")
        to = self._people.get(persona.key) if whose == "own" else None
        hat = next(iter(persona.roles & {"guardian", "pupil"}), "staff")
        thread = self.school.add(models.LetterThread(subject="Ekskursija"))
        facts: dict[str, Any] = {"author_name": "klade test", "author_hat": "staff", "sent_at": clock.now()}
        letter = self.school.add(models.Letter(thread_id=thread.id, body="Labdien!", **facts))
        recipient: dict[str, Any] = {"person_id": (to or self.foreign_pupil).id, "hat": hat if to else "pupil"}
        recipient["child_id"] = self.own_pupil.id if recipient["hat"] == "guardian" else None
        self.school.add(models.LetterRecipient(letter_id=letter.id, **recipient))
        facts = {"digest": digest, "name": "a.txt", "media_type": "text/plain", "size": 8}
        return thread.id, self.school.add(models.LetterFile(letter_id=letter.id, **facts)).id

    def a_change(self, persona: Persona) -> int:
        """A change that the visitor made a moment ago: a new room."""
        from core.foundation.database import Author, change_of
        from core.schools.models import Room

        def work(session: Session) -> int:
            session.add(Room(name=f"Telpa {next(self._numbers)}"))
            session.flush()
            return change_of(session).identify(session)

        person = self._people.get(persona.key)
        author = Author(person.id if person else None, persona.key)
        return self.school.database.write(self.school.ref, author, work, kind="test.room")

    def a_job(self, persona: Persona) -> UUID:
        """A job that the visitor asked for, and that failed."""
        from core.foundation.database import Author
        from core.foundation.jobs import enqueue
        from core.foundation.jobs.models import FAILED, JobRecord

        def work(session: Session) -> UUID:
            job_id = enqueue(session, "jobs.forget")
            session.get_one(JobRecord, job_id).state = FAILED
            return job_id

        person = self._people.get(persona.key)
        author = Author(person.id if person else None, persona.key)
        return self.school.database.write(self.school.ref, author, work, kind="test.job")

    def a_notice(self, persona: Persona) -> int:
        """Something that the visitor was told of."""
        from core.foundation import clock
        from core.notices.models import Notice

        person = self._people.get(persona.key, self.own_pupil)
        facts: dict[str, Any] = {"rule_key": "test", "about": f"thing:{next(self._numbers)}", "text": "Jaunums"}
        facts |= {"endpoint": "notices.index", "urgency": "digest", "moment": clock.now(), "created": clock.now()}
        return self.school.add(Notice(person_id=person.id, **facts)).id

    def a_delivery(self) -> int:
        """A message that failed."""
        from core.foundation import clock
        from core.notices.models import FAILED, Delivery

        now, number = clock.now(), next(self._numbers)
        facts: dict[str, Any] = {"message_id": f"<{number}@klade.localhost>", "subject": "Klade", "text": "Jaunums"}
        facts |= {"channel_key": "test", "language": "lv", "state": FAILED, "due": now, "created": now}
        return self.school.add(Delivery(person_id=self.own_pupil.id, **facts)).id

    def _file(self, name: str) -> Import:
        """A file that was given and refused."""
        from core.foundation.runtime import klade
        from core.imports.models import Import
        from core.imports.services import GivenFile, enter_refused
        from core.values.imports import FileProblem, Severity

        importer = klade(self.app).plugins.importers()[0].value
        problem = FileProblem(Severity.ERROR, name, "The file is damaged.")

        def work(session: Session) -> Import:
            return session.get_one(Import, enter_refused(session, importer, GivenFile(name, b""), problem))

        return self.school.write(work)

    # ------------------------------------------------------------------------------------------------- visitors

    def client(self, persona: Persona) -> FlaskClient:
        """A browser of that visitor, freshly signed in."""
        if not persona.is_signed_in:
            return self._visitor()
        if persona.key == "superuser of another school":
            return self._foreign_superuser()
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
        blueprint = rule.endpoint.partition(".")[0]
        keys = (f"{rule.endpoint}:{argument}", f"{blueprint}.{argument}", argument)
        found = next((SUBJECTS[key] for key in keys if key in SUBJECTS), None)
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


def _colleague(world: World, persona: Persona, whose: str) -> int:
    return int(world.colleague.id if whose == "own" else world.foreign_pupil.id)


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
    "people.staff_member:person_id": _colleague,
    "people.give_role:person_id": _colleague,
    "people.end_role:person_id": _colleague,
    "excuses.reason_key": lambda world, persona, whose: "illness",
    "history.table": lambda world, persona, whose: "room",
    "history.row_id": lambda world, persona, whose: world.school.room("214").id,
    "document_id": _either("own_document", "foreign_document"),
    "bundle_id": _either("own_bundle", "foreign_bundle"),
    "documents.type_key": lambda world, persona, whose: "class_list",
    "printing.name": lambda world, persona, whose: "transcript.typ",
    "printing.template_id": lambda world, persona, whose: world.a_template(),
    "messaging.thread_id": lambda world, persona, whose: world.a_letter(persona, whose)[0],
    "messaging.file_id": lambda world, persona, whose: world.a_letter(persona, whose)[1],
    "change_id": lambda world, persona, whose: world.a_change(persona),
    "job_id": lambda world, persona, whose: world.a_job(persona),
    "notice_id": lambda world, persona, whose: world.a_notice(persona),
    "delivery_id": lambda world, persona, whose: world.a_delivery(),
    "held_id": lambda world, persona, whose: world.held.id,
    "decision_id": _either("own_decision", "foreign_decision"),
    "import_id": _either("given_file", "other_file"),
    "schedule_id": _either("bells", "bells"),
    "timetable.entry_id": _either("entry", "entry"),
    "calendar.entry_id": _either("term", "term"),
    "calendar.sort": lambda world, persona, whose: "terms",
    "key": lambda world, persona, whose: "journals",
    "name": lambda world, persona, whose: "grading",
    "what": lambda world, persona, whose: "enable",
    "register.row_id": _either("journal_teacher", "journal_teacher"),
    "register.sort": lambda world, persona, whose: "teachers",
    "announcement_id": _either("own_announcement", "foreign_announcement"),
    "excuse_id": _either("own_excuse", "foreign_excuse"),
    "guardianship_id": _either("bond", "foreign_bond"),
    "note_id": _either("own_note", "foreign_note"),
    "documents.sort": lambda world, persona, whose: "transcripts" if whose == "own" else "report-cards",
}
