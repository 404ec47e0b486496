"""Letters are written in bulk, recorded without their words, and unread until somebody reads them."""

import pytest
from sqlalchemy import select

from core.people.models import Person
from core.testing.schools import BuiltSchool
from core.testing.statements import Statements
from klade_messaging.letters.models import Letter, LetterFile, LetterReading, LetterRecipient, LetterThread
from klade_messaging.letters.writing import ArchivedFile, Hat, LetterAuthor, LetterDraft, Recipient, write_letters

FILE = ArchivedFile("a" * 64, "izraksts.pdf", "application/pdf", 1200)


def to(*people: Person) -> list[Recipient]:
    return [Recipient(person.id, Hat.PUPIL) for person in people]


def sent(school: BuiltSchool, *drafts: LetterDraft) -> list[int]:
    return school.write(lambda session: write_letters(session, drafts))


def test_each_letter_has_its_thread_its_recipients_and_its_files(school: BuiltSchool) -> None:
    first, second = school.pupil("Anna", "Bērziņa"), school.pupil("Jānis", "Ozols")
    mother = school.guardian("Ilze", "Bērziņa", first)
    both = [Recipient(first.id, Hat.PUPIL), Recipient(mother.id, Hat.GUARDIAN, first.id)]
    one, two = sent(
        school,
        LetterDraft("Sekmju izraksts", "Labdien!", [*both, both[0]], [FILE]),
        LetterDraft("Ekskursija", "Rīt 9:00.", to(second)),
    )
    with school.read() as session:
        subjects = session.execute(
            select(Letter.id, LetterThread.subject).join(LetterThread, LetterThread.id == Letter.thread_id)
        ).all()
        recipients = session.execute(
            select(LetterRecipient.letter_id, LetterRecipient.person_id, LetterRecipient.child_id)
        ).all()
        files = session.execute(select(LetterFile.letter_id, LetterFile.name, LetterFile.size)).all()
        read = session.scalars(select(LetterReading)).all()
    assert sorted(subjects) == [(one, "Sekmju izraksts"), (two, "Ekskursija")]
    assert set(recipients) == {(one, first.id, None), (one, mother.id, first.id), (two, second.id, None)}
    assert (len(recipients), files, read) == (3, [(one, "izraksts.pdf", 1200)], [])


def test_a_letter_is_of_who_makes_the_change_unless_an_author_is_named(school: BuiltSchool) -> None:
    pupil, teacher = school.pupil("Anna", "Bērziņa"), school.teacher("Ilze", "Kalniņa")
    author = LetterAuthor(teacher.id, "Ilze Kalniņa")
    letters = sent(school, LetterDraft("A", "a", to(pupil)), LetterDraft("B", "b", to(pupil), author=author))
    with school.read() as session:
        authors = [session.get_one(Letter, one) for one in letters]
    assert [(one.author_id, one.author_name) for one in authors] == [
        (None, "klade test"),
        (teacher.id, "Ilze Kalniņa"),
    ]


def test_an_answer_stands_in_the_thread_of_its_letter(school: BuiltSchool) -> None:
    pupil = school.pupil("Anna", "Bērziņa")
    (first,) = sent(school, LetterDraft("Ekskursija", "Vai brauksiet?", to(pupil)))
    with school.read() as session:
        thread = session.get_one(Letter, first).thread_id
    (second,) = sent(school, LetterDraft("", "Jā.", to(pupil), thread_id=thread, answers_id=first))
    with school.read() as session:
        assert session.get_one(Letter, second).thread_id == thread
        assert session.scalars(select(LetterThread.subject)).all() == ["Ekskursija"]


def test_history_keeps_who_wrote_to_whom_and_only_a_digest_of_what(school: BuiltSchool) -> None:
    pupil = school.pupil("Anna", "Bērziņa")
    (letter,) = sent(school, LetterDraft("Saruna", "Par Annas uzvedību", to(pupil), [FILE]))
    with school.read() as session:
        row = session.get_one(Letter, letter)
        thread = session.get_one(LetterThread, row.thread_id)
        file = session.scalars(select(LetterFile)).one()
    told = " ".join(str(line) for fact in (row, thread, file) for line in school.history_of(fact))
    assert '"author_name":"klade test"' in told
    assert '"digest"' in told
    assert not any(word in told for word in ("Saruna", "uzvedību", "izraksts.pdf"))


def test_statements_do_not_grow_with_letters_and_recipients(school: BuiltSchool, statements: Statements) -> None:
    pupils = [school.pupil("Anna", f"Bērziņa {number}") for number in range(12)]
    counts = []
    for some in (pupils[:2], pupils):
        drafts = [LetterDraft("Izraksts", "Labdien!", to(one, *some), [FILE]) for one in some]
        with statements() as seen:
            sent(school, *drafts)
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(("hat", "child"), [(Hat.GUARDIAN, None), (Hat.PUPIL, 1), (Hat.STAFF, 1)])
def test_only_a_guardian_gets_a_letter_on_behalf_of_a_child(hat: Hat, child: int | None) -> None:
    with pytest.raises(ValueError, match="on behalf of a child"):
        Recipient(1, hat, child)


def test_a_letter_goes_to_somebody(school: BuiltSchool) -> None:
    with pytest.raises(ValueError, match="somebody"):
        sent(school, LetterDraft("A", "a", []))
