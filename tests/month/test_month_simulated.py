"""Thirty days of the demonstration school: what is sent is exactly what the facts say, whatever the mail server does.

The clock is set forward ten minutes at a time; jobs run when their schedules come round. Facts are noted in a ledger of
the test's own as they are written, and what should have been sent is counted from that and from nothing else.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, insert, select

from core.accounts.models import Account, AccountContact, PersonAccount
from core.app import create_app
from core.classes.models import ClassMembership, SchoolClass
from core.demonstration.building import build
from core.documents.models import IssuedDocument
from core.foundation import clock
from core.foundation.database import School
from core.foundation.history.record import insert_rows
from core.foundation.jobs.models import FAILED as JOB_FAILED
from core.foundation.jobs.models import JobRecord
from core.foundation.jobs.running import JobRunner
from core.foundation.jobs.sweeping import Sweep, last_times
from core.foundation.runtime import klade
from core.journals.assessment.models import Assessment, Mark
from core.journals.attendance.models import Absence
from core.journals.excuses.models import Announcement, Excuse
from core.journals.lessons.models import Lesson, RollCall
from core.journals.notes.models import JournalNote
from core.journals.register.models import JournalClass
from core.notices.models import SENT, Delivery, NoticeRoute
from core.people.models import Guardianship, Person
from core.testing.applications import OPTIONS
from core.testing.installations import Templates
from core.testing.mail import PostOffice
from core.testing.schools import BuiltSchool

FIRST, DAYS = date(2026, 11, 16), 30
PUPILS = 750
SENDING = date(2026, 12, 1)
TEACHING, SUMMING_UP = time(12, 30), time(18)
TEN_MINUTES = timedelta(minutes=10)


@dataclass
class Ledger:
    """What happened, as the test wrote it: pupils by day."""

    marked: dict[date, set[int]] = field(default_factory=dict)
    absent: dict[date, set[int]] = field(default_factory=dict)
    unanswered: int = 0
    """Letters that arrived although nobody said so."""


@dataclass
class Month:
    """The demonstration school, its families with proven addresses, and a worker."""

    app: Flask
    school: BuiltSchool
    office: PostOffice
    ledger: Ledger = field(default_factory=Ledger)
    chance: Random = field(default_factory=lambda: Random(30))

    @cached_property
    def pupils(self) -> dict[int, Person]:
        with self.school.read() as session:
            members = select(ClassMembership.pupil_id)
            return {one.id: one for one in session.scalars(select(Person).where(Person.id.in_(members)))}

    @cached_property
    def guardians(self) -> dict[int, list[int]]:
        """By pupil who may see the child's marks and absences while the child is no adult."""
        found: dict[int, list[int]] = {}
        with self.school.read() as session:
            for bond in session.scalars(select(Guardianship).where(Guardianship.access == "granted")):
                found.setdefault(bond.pupil_id, []).append(bond.guardian_id)
        return found

    @cached_property
    def announced(self) -> set[int]:
        """Pupils whose family has said something about an absence: theirs are not unjustified."""
        return {one.pupil_id for one in (*self.rows(Announcement), *self.rows(Excuse))}

    def family(self, pupil_id: int, day: date) -> set[int]:
        """Whom news of a pupil reaches on a day: at eighteen the parents see nothing until the pupil decides."""
        born = self.pupils[pupil_id].birth_date
        assert born is not None
        is_adult = (day.year - born.year) - ((day.month, day.day) < (born.month, born.day)) >= 18
        return {pupil_id} if is_adult else {pupil_id, *self.guardians.get(pupil_id, ())}

    # ------------------------------------------------------------------------------------------------ what happens

    def everybody_comes_in(self) -> dict[int, UUID]:
        """All pupils and parents have an account with a proven address; every third wants files too."""
        everybody = sorted({*self.pupils, *(one for some in self.guardians.values() for one in some)})
        with self.school.read() as session:
            linked = set(session.scalars(select(PersonAccount.person_id)))
        accounts = {one: uuid4() for one in everybody if one not in linked}
        now = clock.now()
        with self.school.read() as session:
            links = dict(session.execute(select(PersonAccount.person_id, PersonAccount.account)).all())
        known = {person: links[person] for person in everybody if person in links} | accounts

        def enter(session: Any) -> None:
            rows: list[dict[str, Any]] = [
                {"id": account, "user_name": f"p{person}", "password": "", "fs_uniquifier": account.hex}
                | {"is_active": True, "created": now, "language": "lv"}
                for person, account in accounts.items()
            ]
            session.execute(insert(Account), rows)
            session.execute(
                insert(AccountContact),
                [
                    {"account_id": account, "kind": "email", "value": address(person), "proven_at": now}
                    for person, account in known.items()
                ],
            )

        self.school.database.directory_write(enter)
        since = FIRST - timedelta(days=30)
        links_to_make = [{"person_id": one, "account": uuid, "from_date": since} for one, uuid in accounts.items()]
        self.school.write(lambda session: insert_rows(session, PersonAccount, links_to_make))
        wishes = [{"person_id": one, "channel_key": "email", "wants_files": True} for one in everybody if one % 3 == 0]
        self.school.write(lambda session: insert_rows(session, NoticeRoute, wishes))
        return known

    def teach(self, day: date) -> None:
        """Some lessons of the day: who is away, and marks of a work."""
        with self.school.read() as session:
            lessons = session.execute(
                select(Lesson.id, Lesson.journal_id, JournalClass.school_class_id)
                .join(JournalClass, JournalClass.journal_id == Lesson.journal_id)
                .where(Lesson.day == day, ~select(RollCall.id).where(RollCall.lesson_id == Lesson.id).exists())
                .order_by(Lesson.id)
            ).all()
            members: dict[int, list[int]] = {}
            for school_class, pupil in session.execute(
                select(ClassMembership.school_class_id, ClassMembership.pupil_id)
                .where(ClassMembership.on(day))
                .order_by(ClassMembership.pupil_id)
            ):
                members.setdefault(school_class, []).append(pupil)
        taught = self.chance.sample(lessons, min(12, len(lessons)))
        if taught:
            self.school.write(lambda session: self._write_down(session, day, taught, members))

    def _write_down(self, session: Any, day: date, taught: list[Any], members: dict[int, list[int]]) -> None:
        # The transaction may be repeated: what chance says must not depend on that.
        chance = Random(day.toordinal())
        now = clock.now()
        marked, absent = set(), set()
        for lesson_id, journal_id, school_class in taught:
            pupils = members[school_class]
            away = chance.choice([one for one in pupils if one not in self.announced])
            session.add(RollCall(lesson_id=lesson_id, taken_at=now))
            session.add(Absence(lesson_id=lesson_id, pupil_id=away, kind="absent"))
            absent.add(away)
            work = Assessment(
                journal_id=journal_id,
                lesson_id=lesson_id,
                day=day,
                kind="summative",
                scheme_key="grading.ten",
                title="PD",
            )
            session.add(work)
            session.flush()
            for pupil in chance.sample(pupils, 5):
                session.add(
                    Mark(
                        assessment_id=work.id,
                        pupil_id=pupil,
                        day=day,
                        text="7",
                        scheme_key="grading.ten",
                        scheme_revision=1,
                        number=700,
                        counts=True,
                        passed=True,
                        written_at=now,
                    )
                )
                marked.add(pupil)
        self.ledger.marked[day], self.ledger.absent[day] = marked, absent

    def passes(self) -> None:
        """What workers do at this moment."""
        program = klade(self.app)
        sweep, runner = Sweep(self.school.database, program.jobs), JobRunner(self.app, "main")
        times = last_times(program.jobs, clock.now())
        todo = sweep.with_schedules(self.school.ref, times)
        while due := [one.sent for one in todo if one.is_due]:
            for sent in due:
                runner.do(sent.school_id, sent.job_id, sent.number)
            todo = sweep.unended(self.school.ref)

    def lives_through(self) -> None:
        """Day by day; on Wednesdays the mail server is away for an hour, on Fridays it loses an answer."""
        for number in range(DAYS):
            day = FIRST + timedelta(days=number)
            for moment in moments(day):
                hour = clock.local(moment).time()
                if day.isoweekday() == 3 and hour == time(17, 50):
                    self.office.shuts()
                if day.isoweekday() == 3 and hour == time(19):
                    self.office.opens()
                if day.isoweekday() == 5 and hour == SUMMING_UP and self.ledger.marked.get(day):
                    self.office.silent_after = 1
                    self.ledger.unanswered += 1
                with clock.at(moment):
                    if day == SENDING and hour == time(6, 50):
                        self.lets_transcripts_go_by_themselves()
                    if hour == TEACHING:
                        self.teach(day)
                    self.passes()

    def lets_transcripts_go_by_themselves(self) -> None:
        typed = {"days_before": "5", "days_after": "5", "automatic_day": str(SENDING.day)}
        self.school.write(lambda session: klade(self.app).settings.change(session, "messaging_month", typed))

    # -------------------------------------------------------------------------------------------- what should follow

    def expected_digests(self) -> set[tuple[int, date]]:
        """A person and a day with marks or, on the day of the transcripts, a letter."""
        found = {
            (person, day)
            for day, pupils in self.ledger.marked.items()
            for pupil in pupils
            for person in self.family(pupil, day)
        }
        return found | {(person, SENDING) for pupil in self.pupils for person in self.family(pupil, SENDING)}

    def expected_alarms(self) -> set[tuple[int, date]]:
        """A person and a day with an unjustified absence: one message, however many children."""
        return {
            (person, day)
            for day, pupils in self.ledger.absent.items()
            for pupil in pupils
            for person in self.family(pupil, day)
        }

    def rows(self, model: type[School], *conditions: Any) -> list[Any]:
        with self.school.read() as session:
            return list(session.scalars(select(model).where(*conditions)))


def address(person_id: int) -> str:
    return f"p{person_id}@gimene.example"


def moments(day: date) -> Iterator[datetime]:
    """Once at night, then every ten minutes of the waking day."""
    yield clock.at_local(day, time(4))
    moment = clock.at_local(day, time(6, 50))
    while moment <= clock.at_local(day, time(20, 10)):
        yield moment
        moment += TEN_MINUTES


@pytest.fixture
def month(
    engine: str,
    templates: Templates,
    enabled_plugins: tuple[str, ...],
    post_office: PostOffice,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Month]:
    monkeypatch.setenv("KLADE_SMTP", post_office.address)
    monkeypatch.setenv("KLADE_MAIL_FROM", "klade@skola.example")
    installation = templates.copy(engine, "nothing", enabled_plugins, lambda fresh: None)
    app = create_app(installation.configuration, enabled_plugins, OPTIONS)
    program = klade(app)
    with clock.at(clock.at_local(FIRST, time(5))), app.app_context():
        build(program, "demo", PUPILS, lambda stage: None)
        with program.database.directory() as session:
            from core.foundation.database import DirectorySchool

            ref = session.scalars(select(DirectorySchool)).one().ref
        month = Month(app, BuiltSchool(program.database, ref), post_office)
        month.everybody_comes_in()
    yield month
    program.database.close()
    templates.remove(installation)


@pytest.mark.soak
@pytest.mark.plugins("grading", "messaging", "printing")
def test_a_month_of_letters_is_what_the_facts_say(month: Month, capsys: pytest.CaptureFixture[str]) -> None:
    month.lives_through()
    deliveries = month.rows(Delivery)
    sums = {(one.person_id, one.digest_day) for one in deliveries if one.digest_day}
    alarms = [(one.person_id, clock.local(one.created).date()) for one in deliveries if not one.digest_day]
    assert [one.state for one in deliveries if one.state != SENT] == []
    assert sums == month.expected_digests()
    assert Counter(alarms) == Counter(month.expected_alarms())

    arrived = Counter(letter.id for letter in month.office.letters)
    assert set(arrived) == {f"<{one.message_id}>" for one in deliveries} or set(arrived) == {
        one.message_id for one in deliveries
    }
    twice = {one for one, times in arrived.items() if times > 1}
    repeated = [one for one in deliveries if one.is_repeated]
    assert len(twice) == len(repeated) == month.ledger.unanswered
    assert max(arrived.values()) == 2

    documents, notes = month.rows(IssuedDocument), month.rows(JournalNote, JournalNote.kind_key == "transcripts")
    assert {one.person_id for one in documents} == set(month.pupils)
    assert len(documents) == len(month.pupils)
    assert len(notes) == len(month.rows(SchoolClass))
    with_files = [letter for letter in month.office.letters if letter.files]
    wanting = {address(one) for one in range(0, 10**5, 3)}
    expected_files = sum(person % 3 == 0 for pupil in month.pupils for person in month.family(pupil, SENDING))
    assert {letter.to for letter in with_files} <= wanting
    assert sum(len(letter.files) for letter in with_files if arrived[letter.id] == 1) == expected_files
    surnames = {one.family_name for one in month.pupils.values()} - {one.given_name for one in month.pupils.values()}
    for letter in month.office.letters:
        assert not surnames & set(letter.text.replace(":", " ").replace(",", " ").split()), letter.text
    assert month.rows(JobRecord, JobRecord.state == JOB_FAILED) == []
    with month.school.read() as session:
        delays = session.scalar(select(func.sum(Delivery.delays))) or 0
    with capsys.disabled():
        print(
            json.dumps(
                {
                    "days": DAYS,
                    "pupils": len(month.pupils),
                    "mails": len(month.office.letters),
                    "digests": len(sums),
                    "at_once": len(alarms),
                    "documents": len(documents),
                    "notes": len(notes),
                    "files": expected_files,
                    "delayed": delays,
                    "repeated_and_marked": len(repeated),
                }
            )
        )
