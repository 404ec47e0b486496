"""The month of a class: documents issued once, letters to each family, and a note of what truly arrived."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.classes.models import ClassMembership, SchoolClass
from core.documents.models import IssuedBundle, IssuedDocument
from core.foundation import clock
from core.foundation.database import Author
from core.foundation.errors import Conflict, Invalid
from core.foundation.files import file_store
from core.foundation.jobs import cancel, repeat
from core.foundation.jobs.models import CANCELLED, DONE, FAILED
from core.foundation.runtime import klade
from core.journals.notes.models import JournalNote
from core.journals.register.models import Journal
from core.people.models import Person
from core.testing.schools import BuiltSchool
from core.testing.workshops import Workshop
from klade_messaging.letters.models import Letter, LetterFile, LetterRecipient, LetterThread
from klade_messaging.month import job as month_job
from klade_messaging.month.asking import ask
from klade_messaging.month.letters import write_some
from klade_messaging.month.models import MonthPupil, MonthSending

pytestmark = pytest.mark.plugins("messaging", "grading")

NOVEMBER = date(2026, 11, 1), date(2026, 11, 23)
KEY = "2026-11"


class Month:
    """Class 10.a of Ilze with three pupils, their guardians, and the class-hour journal."""

    def __init__(self, app: Flask, school: BuiltSchool, workshop: Workshop) -> None:
        self.app, self.school, self.workshop = app, school, workshop
        self.ilze = school.teacher("Ilze", "Kalniņa")
        self.school_class = school.school_class("10.a", self.ilze)
        self.hour = school.journal("Klases stunda", self.school_class, teacher=self.ilze, kind_key="class_hour")
        self.anna = school.pupil("Anna", "Bērziņa", self.school_class)
        self.elza = school.pupil("Elza", "Čakste", self.school_class)
        self.reinis = school.pupil("Reinis", "Ozols", self.school_class)
        self.liga = school.guardian("Līga", "Bērziņa", self.anna)
        self.janis = school.guardian("Jānis", "Čakste", self.elza, self.anna)
        self.valdis = school.person("Valdis", "Čakste")
        school.guardianship(self.valdis, self.elza, sees_marks=False)
        self.has_accounts(self.anna, self.elza, self.reinis, self.liga)
        maths = school.journal("Matemātika", self.school_class, teacher=self.ilze)
        school.mark(school.assessment(maths, date(2026, 11, 5), "grading.ten", "Vektori"), self.anna, "8")

    def has_accounts(self, *people: Person) -> None:
        for person in people:
            self.workshop.desk.account_of(person)

    def ask(self, *, again: bool = False, person: Person | None = None) -> Any:
        """Press the button."""
        asks = person or self.ilze
        self.has_accounts(asks)
        pupils = self.members()
        with self.app.app_context():
            return self.school.database.write(
                self.school.ref,
                Author(asks.id, asks.full_name),
                lambda session: ask(session, self.school_class.id, KEY, NOVEMBER, pupils, again=again),
                kind="test.asked",
            )

    def members(self) -> list[int]:
        with self.school.read() as session:
            return list(
                session.scalars(
                    select(ClassMembership.pupil_id).where(ClassMembership.school_class_id == self.school_class.id)
                )
            )

    def rows(self, model: Any) -> list[Any]:
        with self.school.read() as session:
            return list(session.scalars(select(model).order_by(model.id)))

    def received(self) -> list[tuple[str, str, str | None]]:
        """Pupil of the file, recipient, and on behalf of whom: by letter."""
        of = {one.letter_id: one.name for one in self.rows(LetterFile)}
        names = {one.id: one.full_name for one in self.rows(Person)}
        return [
            (of[one.letter_id].rpartition(", ")[2].rpartition(".")[0], names[one.person_id], names.get(one.child_id))
            for one in self.rows(LetterRecipient)
        ]

    def notes(self) -> list[str]:
        return [note.text for note in self.rows(JournalNote)]


@pytest.fixture
def month(app: Flask, school: BuiltSchool, workshop: Workshop) -> Month:
    return Month(app, school, workshop)


def test_each_family_gets_its_own_childs_transcript_and_the_journal_says_so(month: Month) -> None:
    job_id = month.ask()
    month.workshop.do()
    record = month.workshop.record(job_id)
    assert record.state == DONE, record.message
    assert sorted(month.received()) == [
        ("Anna Bērziņa", "Anna Bērziņa", None),
        ("Anna Bērziņa", "Jānis Čakste", "Anna Bērziņa"),
        ("Anna Bērziņa", "Līga Bērziņa", "Anna Bērziņa"),
        ("Elza Čakste", "Elza Čakste", None),
        ("Elza Čakste", "Jānis Čakste", "Elza Čakste"),
        ("Reinis Ozols", "Reinis Ozols", None),
    ]
    said = "Novembra sekmju izraksts nosūtīts 3 skolēniem un 1 vecākam; 1 vecākam nav konta, "
    assert month.notes() == [said + "1 skolēnam nav vecāka, kas drīkst redzēt vērtējumus."]
    (note,) = month.rows(JournalNote)
    assert (note.journal_id, note.kind_key, note.period_key, note.written_by) == (
        *(month.hour.id, "transcripts", KEY),
        "Ilze Kalniņa",
    )
    assert record.message == note.text
    assert (record.done, record.total) == (3, 3)


def test_the_file_of_a_letter_is_the_issued_document_and_stands_in_the_register(month: Month) -> None:
    month.ask()
    month.workshop.do()
    documents = {one.person_id: one for one in month.rows(IssuedDocument)}
    assert set(documents) == {month.anna.id, month.elza.id, month.reinis.id}
    files = {one.letter_id: one for one in month.rows(LetterFile)}
    for row in month.rows(MonthPupil):
        document = documents[row.pupil_id]
        assert (row.document_id, row.state, row.is_noted) == (document.id, "written", True)
        assert files[row.letter_id].digest == document.digest
    content = file_store(month.school.database, month.school.ref).read(documents[month.anna.id].digest).decode()
    assert "Anna Bērziņa" in content
    assert "Elza Čakste" not in content
    assert len(month.rows(IssuedBundle)) == 1
    assert [one.subject for one in month.rows(LetterThread)] == ["Sekmju izraksts (novembris)"] * 3
    letter = month.rows(Letter)[0]
    assert (letter.author_id, letter.author_hat, letter.answer_due) == (month.ilze.id, "staff", None)
    assert "01.11.–23.11.2026." in letter.body
    assert "Izraksts ir lapa" in letter.body


@pytest.mark.plugins("messaging", "grading", "printing")
def test_with_printing_the_file_is_a_pdf(month: Month) -> None:
    month.ask()
    month.workshop.do()
    file = month.rows(LetterFile)[0]
    assert (file.media_type, file.name) == ("application/pdf", "Sekmju izraksts (novembris), Anna Bērziņa.pdf")
    assert file_store(month.school.database, month.school.ref).read(file.digest).startswith(b"%PDF-")
    assert "Izraksts ir lapa" not in month.rows(Letter)[0].body


def test_a_second_press_reaches_only_who_has_not_got_it(month: Month) -> None:
    month.ask()
    month.workshop.do()
    with pytest.raises(Invalid):
        month.ask()
    newcomer = month.school.pupil("Zane", "Zīle", month.school_class, from_date=date(2026, 11, 20))
    month.has_accounts(newcomer)
    month.school.guardianship(month.valdis, month.reinis)
    before = month.received()
    job_id = month.ask()
    month.workshop.do()
    assert month.received()[len(before) :] == [
        ("Reinis Ozols", "Valdis Čakste", "Reinis Ozols"),
        ("Zane Zīle", "Zane Zīle", None),
    ]
    assert len(month.rows(IssuedDocument)) == 4, "who has a transcript of the month keeps it"
    second = month.notes()[1]
    assert second.startswith("Novembra sekmju izraksts papildus nosūtīts 1 skolēnam un 0 vecākiem; 1 vecākam nav konta")
    assert month.workshop.record(job_id).message == second


def test_again_to_all_is_new_documents_and_new_letters(month: Month) -> None:
    month.ask()
    month.workshop.do()
    first = month.received()
    month.ask(again=True)
    month.workshop.do()
    assert sorted(month.received()) == sorted(first * 2)
    assert len(month.rows(IssuedDocument)) == 6
    assert "Novembra sekmju izraksts atkārtoti nosūtīts 3 skolēniem un 1 vecākam" in month.notes()[1]


def test_while_it_is_under_way_it_is_not_asked_for_again(month: Month) -> None:
    month.ask()
    with pytest.raises(Conflict):
        month.ask()
    month.workshop.do()
    assert len(month.rows(MonthSending)) == 1


def test_stopping_notes_only_what_went_out_and_repeating_sends_the_rest(
    month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(month_job, "AT_ONCE", 1)
    monkeypatch.setattr("core.foundation.jobs.context._AT_MOST_EVERY", 0.0)
    job_id = month.ask()
    written = write_some

    def stopped(session: Session, month_id: int, row_ids: list[int]) -> None:
        written(session, month_id, row_ids)
        cancel(session, job_id)

    monkeypatch.setattr(month_job, "write_some", stopped)
    month.workshop.do()
    assert month.workshop.record(job_id).state == CANCELLED
    assert {pupil for pupil, *_ in month.received()} == {"Anna Bērziņa"}
    assert month.notes() == [
        "Novembra sekmju izraksts nosūtīts 1 skolēnam un 1 vecākam; 1 vecākam nav konta, 2 izraksti nav nosūtīti."
    ]
    monkeypatch.setattr(month_job, "write_some", written)
    month.school.write(lambda session: repeat(session, job_id))
    month.workshop.do()
    assert month.workshop.record(job_id).state == DONE
    assert len(month.received()) == 6
    assert len(month.rows(IssuedDocument)) == 3
    assert month.notes()[1].startswith("Novembra sekmju izraksts papildus nosūtīts 2 skolēniem un 0 vecākiem")


def test_what_was_stopped_before_it_began_leaves_no_note(month: Month) -> None:
    job_id = month.ask()
    month.school.write(lambda session: cancel(session, job_id))
    month.workshop.do()
    assert (month.received(), month.notes(), month.rows(IssuedDocument)) == ([], [], [])
    month.ask()
    month.workshop.do()
    assert len(month.received()) == 6


def test_where_nobody_has_an_account_letters_wait_and_nothing_is_noted(month: Month) -> None:
    month.school.write(close_accounts)
    deputy = month.school.staff("Dace", "Liepa", "deputy")
    job_id = month.ask(person=deputy)
    month.workshop.do()
    assert len(month.received()) == 6
    assert month.notes() == []
    assert "nevienam vēl nav konta" in (month.workshop.record(job_id).message or "")


def close_accounts(session: Session) -> None:
    from core.accounts.models import PersonAccount

    for link in session.scalars(select(PersonAccount)):
        link.until_date = date(2026, 9, 2)


def test_without_a_class_hour_journal_it_is_sent_and_says_that_nothing_was_noted(month: Month) -> None:
    def another_kind(session: Session) -> None:
        session.get_one(Journal, month.hour.id).kind_key = "optional"

    month.school.write(another_kind)
    job_id = month.ask()
    month.workshop.do()
    assert len(month.received()) == 6
    assert month.notes() == []
    assert "Klasei nav klases stundas žurnāla" in (month.workshop.record(job_id).message or "")


def test_who_lost_the_class_meanwhile_sends_nothing(month: Month) -> None:
    job_id = month.ask()

    def hand_over(session: Session) -> None:
        from core.classes.models import ClassTeacher

        held = session.scalars(select(ClassTeacher)).one()
        held.until_date = date(2026, 11, 22)
        other = session.get_one(SchoolClass, month.school_class.id)
        session.add(SchoolClass(school_year_id=other.school_year_id, grade=7, letter="c"))
        session.flush()
        second = session.scalars(select(SchoolClass).where(SchoolClass.letter == "c")).one()
        session.add(ClassTeacher(school_class_id=second.id, person_id=month.ilze.id, from_date=date(2026, 9, 1)))

    month.school.write(hand_over)
    month.workshop.do()
    assert month.workshop.record(job_id).state == FAILED
    assert (month.received(), month.rows(IssuedDocument)) == ([], [])


def test_the_school_may_let_them_go_by_themselves(month: Month) -> None:
    change, wanted = klade(month.app).settings.change, {"days_before": "5", "days_after": "5", "automatic_day": "3"}
    month.school.write(lambda session: change(session, "messaging_month", wanted))
    with clock.at(clock.at_local(date(2026, 12, 2), time(16))):
        month.workshop.ask("messaging.month_automatic")
        month.workshop.do()
    assert month.rows(MonthSending) == []
    with clock.at(clock.at_local(date(2026, 12, 4), time(16))):
        for _again in range(2):
            month.workshop.ask("messaging.month_automatic")
            month.workshop.do()
            month.workshop.do()
    (sending,) = month.rows(MonthSending)
    assert (sending.period_key, sending.first, sending.last) == (KEY, date(2026, 11, 1), date(2026, 11, 30))
    assert {one.author_id for one in month.rows(Letter)} == {month.ilze.id}
    assert len(month.received()) == 6
    assert len(month.notes()) == 1
