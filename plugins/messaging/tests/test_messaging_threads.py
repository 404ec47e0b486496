"""Who sees a letter and what of it: its author, its recipients in the hat they got it in, and nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from core.foundation import clock
from core.foundation.permissions import allows, visible
from core.people.models import Person
from core.testing.schools import BuiltSchool
from core.testing.statements import Statements
from core.values.asker import Asker
from klade_messaging.letters.access import READ, RELATIONS
from klade_messaging.letters.mailbox import received_threads, sent_threads, unread_count
from klade_messaging.letters.models import Letter, LetterReading, LetterThread
from klade_messaging.letters.threads import read_thread
from klade_messaging.letters.writing import Hat, LetterAuthor, LetterDraft, Recipient, write_letter

SignIn = Callable[[Person | str], FlaskClient]
PATH = "/pargauja/mail"
ENGLISH = {"Accept-Language": "en"}


def asker(person: Person, hat: str = "staff") -> Asker:
    grants = {READ: frozenset({f"{hat}_mail"})}
    return Asker(person.id, person.full_name, frozenset(), hat, clock.today(), grants)


def sent(school: BuiltSchool, author: Person, *to: Recipient, hat: Hat = Hat.STAFF, **facts: Any) -> Letter:
    """A letter of somebody; a further one of a thread where `thread_id` is named."""
    child = facts.pop("child_id", None)
    who = LetterAuthor(author.id, author.full_name, hat, child)
    draft = LetterDraft(**({"subject": "Ekskursija", "body": "Labdien!"} | facts), recipients=to, author=who)
    return school.write(lambda session: session.get_one(Letter, write_letter(session, draft)))


class Family:
    """A class teacher, a pupil and both parents."""

    def __init__(self, school: BuiltSchool) -> None:
        self.school = school
        self.teacher = school.teacher("Ilze", "Kalniņa")
        self.school_class = school.school_class("10.a", self.teacher)
        self.elza = school.pupil("Elza", "Čakste", self.school_class)
        self.mother = school.guardian("Līga", "Čakste", self.elza)
        self.father = school.guardian("Valdis", "Čakste", self.elza)

    @property
    def parents(self) -> list[Recipient]:
        return [Recipient(one.id, Hat.GUARDIAN, self.elza.id) for one in (self.mother, self.father)]


@pytest.fixture
def family(school: BuiltSchool) -> Family:
    return Family(school)


# ---------------------------------------------------------------------------------------------- the relation itself

_HATS = list(Hat)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    drawn=st.lists(
        st.tuples(
            st.integers(0, 2),
            st.sampled_from(_HATS),
            st.lists(st.tuples(st.integers(0, 2), st.sampled_from(_HATS)), min_size=1, max_size=3),
            st.booleans(),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_a_thread_is_seen_by_who_wrote_or_got_one_of_its_letters(school: BuiltSchool, app: Any, drawn: Any) -> None:
    """The list, the single row, the mailbox and plain Python say the same, for each person in each hat."""
    people = [school.person(f"Persona{number}", "Kāda") for number in range(3)]
    child = school.person("Bērns", "Kāds")
    expected: dict[int, set[tuple[int, str]]] = {}
    thread_id: int | None = None
    for author, hat, to, goes_on in drawn:
        recipients = [Recipient(people[place].id, its, child.id if its is Hat.GUARDIAN else None) for place, its in to]
        letter = sent(
            school, people[author], *recipients, hat=hat, thread_id=thread_id if goes_on else None, body=f"{hat}"
        )
        thread_id = letter.thread_id
        seen = expected.setdefault(letter.thread_id, set())
        seen |= {(people[author].id, hat)} | {(people[place].id, its) for place, its in to}
    with school.read() as session:
        for person in people:
            for hat in _HATS:
                one = asker(person, hat)
                mine = {thread for thread, seen in expected.items() if (person.id, hat) in seen}
                listed: set[Any] = set(session.scalars(visible(one, READ, LetterThread)))
                assert listed & set(expected) == mine
                assert {thread for thread in expected if allows(session, one, READ, LetterThread, thread)} == mine
                folders = received_threads(session, one).lines, sent_threads(session, one).lines
                assert {line.id for lines in folders for line in lines} & set(expected) == mine


def test_the_list_and_the_single_row_agree_for_the_relations_to_people(school: BuiltSchool, app: Any) -> None:
    family = Family(school)
    other = school.teacher("Juris", "Ozols")
    school.journal("Fizika", school.school_class("7.c", other), teacher=other)
    head = school.staff("Dainis", "Dreimanis", "head")
    people = {relation.key for relation in RELATIONS if relation.kind is Person}
    expected = {
        ("teaches_me", family.elza.id): {family.teacher.id},
        ("teaches_own_child", family.mother.id): {family.teacher.id},
        **{("leads_school", one.id): {head.id} for one in (family.elza, family.mother, other)},
    }
    with school.read() as session:
        everybody = session.scalars(select(Person.id)).all()
        for key in people:
            for person in (family.elza, family.mother, other):
                one = Asker(person.id, "", frozenset(), "staff", clock.today(), {"tested": frozenset({key})})
                listed: set[Any] = set(session.scalars(visible(one, "tested", Person)))
                assert listed == {row for row in everybody if allows(session, one, "tested", Person, row)}
                assert listed == expected.get((key, person.id), set()), key


# ------------------------------------------------------------------------------------------------- what is shown


def test_parents_see_themselves_and_the_school_and_never_each_other(family: Family, sign_in: SignIn) -> None:
    letter = sent(family.school, family.teacher, *family.parents)
    mother, father = sign_in(family.mother), sign_in(family.father)
    path = f"{PATH}/{letter.thread_id}"
    mother.post(path, data={"answers": letter.id, "body": "Brauksim abas.", "send": "one"})
    for client, other in ((mother, "Valdis"), (father, "Līga")):
        for page in (client.get(f"{PATH}/").text, client.get(f"{PATH}/sent").text, client.get(path).text):
            assert other not in page
    assert "Brauksim abas." not in father.get(path).text
    assert "Brauksim abas." in sign_in(family.teacher).get(path).text


def test_the_author_sees_who_has_read_it(family: Family, sign_in: SignIn) -> None:
    letter = sent(family.school, family.teacher, *family.parents)
    teacher, path = sign_in(family.teacher), f"{PATH}/{letter.thread_id}"
    assert "Read by 0 of 2" in teacher.get(path, headers=ENGLISH).text
    sign_in(family.mother).get(path)
    page = teacher.get(path, headers=ENGLISH).text
    assert "Read by 1 of 2" in page
    assert "not read yet" in page


def test_opening_reads_once_and_the_first_moment_stays(family: Family, sign_in: SignIn) -> None:
    letter = sent(family.school, family.teacher, *family.parents)
    client = sign_in(family.mother)
    assert "unread" in client.get(f"{PATH}/", headers=ENGLISH).text
    moment = clock.now()
    client.get(f"{PATH}/{letter.thread_id}")
    with family.school.read() as session:
        (reading,) = session.scalars(select(LetterReading)).all()
    client.get(f"{PATH}/{letter.thread_id}")
    with family.school.read() as session:
        (again,) = session.scalars(select(LetterReading)).all()
    assert moment <= reading.read_at == again.read_at
    assert "unread" not in client.get(f"{PATH}/", headers=ENGLISH).text


def test_staff_see_the_staff_among_the_recipients_and_no_family(family: Family, sign_in: SignIn) -> None:
    colleague = family.school.teacher("Anna", "Bērziņa")
    family.school.journal("Fizika", family.school_class, teacher=colleague)
    to = [Recipient(colleague.id, Hat.STAFF), Recipient(family.teacher.id, Hat.STAFF), *family.parents]
    letter = sent(family.school, family.school.staff("Dainis", "Dreimanis", "head"), *to)
    page = sign_in(colleague).get(f"{PATH}/{letter.thread_id}").text
    assert "Ilze Kalniņa" in page
    assert "Čakste" not in page
    assert "Izlasījuši" not in page


def test_another_hat_is_another_mailbox(family: Family, sign_in: SignIn) -> None:
    school = family.school
    teacher_and_mother = school.teacher("Anna", "Bērziņa")
    school.journal("Fizika", family.school_class, teacher=teacher_and_mother)
    school.guardianship(teacher_and_mother, family.elza)
    letter = sent(school, family.teacher, Recipient(teacher_and_mother.id, Hat.GUARDIAN, family.elza.id))
    client = sign_in(teacher_and_mother)
    assert "Ekskursija" not in client.get(f"{PATH}/").text
    # A link leads into the hat in which the letter came.
    assert client.get(f"{PATH}/{letter.thread_id}").status_code == 200
    client.set_cookie("klade_hat", "guardian")
    assert "Ekskursija" in client.get(f"{PATH}/").text


def test_what_was_written_cannot_become_a_page(family: Family, sign_in: SignIn) -> None:
    words = "<script>alert(1)</script> <b>x</b> https://example.lv/?a=1&b=2 javascript:alert(1)"
    letter = sent(family.school, family.teacher, *family.parents, body=words, subject="<i>Par</i>")
    page = sign_in(family.mother).get(f"{PATH}/{letter.thread_id}").text
    assert "<script>alert" not in page
    assert "<i>Par" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert 'href="javascript' not in page
    assert re.search(r'<a href="https://example\.lv/\?a=1&amp;b=2" rel="[^"]*noopener', page)


def test_strangers_and_leaders_do_not_open_it(family: Family, sign_in: SignIn) -> None:
    letter = sent(family.school, family.teacher, family.parents[0])
    for who in (family.father, family.elza):
        assert sign_in(who).get(f"{PATH}/{letter.thread_id}").status_code == 404
    for role in ("superuser", "head", "deputy"):
        client = sign_in(role)
        assert client.get(f"{PATH}/{letter.thread_id}").status_code == 404
        assert client.post(f"{PATH}/{letter.thread_id}", data={"answers": letter.id, "body": "a"}).status_code == 404


# --------------------------------------------------------------------------------------------------- answering


def letters(school: BuiltSchool) -> list[tuple[str, int | None, set[tuple[int, str]]]]:
    """Body, what it answers and to whom it went, of every letter in order."""
    from klade_messaging.letters.models import LetterRecipient

    with school.read() as session:
        found = session.scalars(select(Letter).order_by(Letter.id)).all()
        to = session.execute(select(LetterRecipient.letter_id, LetterRecipient.person_id, LetterRecipient.hat)).all()
    return [(one.body, one.answers_id, {(who, hat) for id_, who, hat in to if id_ == one.id}) for one in found]


def test_a_guardian_answers_on_behalf_of_the_child(family: Family, sign_in: SignIn) -> None:
    letter = sent(family.school, family.teacher, *family.parents)
    answer = sign_in(family.mother).post(
        f"{PATH}/{letter.thread_id}", data={"answers": letter.id, "body": "Jā.", "send": "one"}
    )
    assert answer.status_code == 303
    assert letters(family.school)[1] == ("Jā.", letter.id, {(family.teacher.id, "staff")})
    with family.school.read() as session:
        (answered,) = session.scalars(select(Letter).where(Letter.answers_id == letter.id)).all()
    assert (answered.author_hat, answered.child_id) == ("guardian", family.elza.id)
    page = sign_in(family.teacher).get(f"{PATH}/{letter.thread_id}", headers=ENGLISH).text
    assert "guardian of Elza Čakste" in page


def test_staff_answer_all_the_staff_and_a_family_only_the_author(family: Family, sign_in: SignIn) -> None:
    school = family.school
    head, colleague = school.staff("Dainis", "Dreimanis", "head"), school.teacher("Anna", "Bērziņa")
    school.journal("Fizika", family.school_class, teacher=colleague)
    to = [Recipient(family.teacher.id, Hat.STAFF), Recipient(colleague.id, Hat.STAFF), *family.parents]
    letter = sent(school, head, *to)
    data = {"answers": letter.id, "body": "Piekrītu.", "send": "all"}
    assert sign_in(colleague).post(f"{PATH}/{letter.thread_id}", data=data).status_code == 303
    assert letters(school)[1][2] == {(head.id, "staff"), (family.teacher.id, "staff")}
    mother = sign_in(family.mother)
    assert "Answer all" not in mother.get(f"{PATH}/{letter.thread_id}", headers=ENGLISH).text
    assert mother.post(f"{PATH}/{letter.thread_id}", data=data).status_code == 303
    assert letters(school)[2][2] == {(head.id, "staff")}


def test_the_author_writes_once_more_to_the_same_people(family: Family, sign_in: SignIn) -> None:
    letter = sent(family.school, family.teacher, *family.parents)
    data = {"answers": letter.id, "body": "Tikšanās 8:15.", "send": "one"}
    assert sign_in(family.teacher).post(f"{PATH}/{letter.thread_id}", data=data).status_code == 303
    assert letters(family.school)[1] == (
        *("Tikšanās 8:15.", None),
        {(family.mother.id, "guardian"), (family.father.id, "guardian")},
    )


def test_who_left_gets_no_answer(family: Family, sign_in: SignIn) -> None:
    former = family.school.person("Rita", "Roze")
    letter = sent(family.school, former, family.parents[0])
    data = {"answers": letter.id, "body": "Paldies!", "send": "one"}
    answer = sign_in(family.mother).post(f"{PATH}/{letter.thread_id}", data=data, headers=ENGLISH)
    assert answer.status_code == 422
    assert "not at the school any more" in answer.text
    assert "Paldies!" in answer.text
    assert len(letters(family.school)) == 1


def test_an_empty_answer_is_not_sent(family: Family, sign_in: SignIn) -> None:
    letter = sent(family.school, family.teacher, *family.parents)
    data = {"answers": letter.id, "body": "  ", "send": "one"}
    answer = sign_in(family.mother).post(f"{PATH}/{letter.thread_id}", data=data, headers=ENGLISH)
    assert (answer.status_code, "Write the letter." in answer.text) == (422, True)


def test_a_letter_of_another_thread_is_not_answered_here(family: Family, sign_in: SignIn) -> None:
    letter = sent(family.school, family.teacher, *family.parents)
    other = sent(family.school, family.teacher, family.parents[1])
    data = {"answers": other.id, "body": "Jā.", "send": "one"}
    assert sign_in(family.mother).post(f"{PATH}/{letter.thread_id}", data=data).status_code == 422
    assert len(letters(family.school)) == 2


# ----------------------------------------------------------------------------------------------------- size


def test_statements_grow_neither_with_letters_nor_with_recipients(
    family: Family, app: Any, statements: Statements
) -> None:
    school, counts = family.school, []
    thread_id = sent(school, family.teacher, *family.parents).thread_id
    for _round in range(2):
        for number in range(4):
            pupils = [school.pupil(f"Bērns{number}", f"Nr{_round}{place}") for place in range(3)]
            to = [*family.parents, *(Recipient(one.id, Hat.PUPIL) for one in pupils)]
            sent(school, family.teacher, *to, thread_id=thread_id)
            sent(school, family.teacher, *family.parents)
        with school.read() as session, statements() as seen:
            for person, hat in ((family.teacher, "staff"), (family.mother, "guardian")):
                one = asker(person, hat)
                received_threads(session, one)
                sent_threads(session, one)
                unread_count(session, one)
                read_thread(session, one, thread_id)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 34


def test_a_full_folder_is_shown_by_pages(family: Family, sign_in: SignIn) -> None:
    drafts = [
        LetterDraft(f"Vēstule {number:03}", "a", family.parents[:1], author=LetterAuthor(family.teacher.id, "I K"))
        for number in range(60)
    ]
    from klade_messaging.letters.writing import write_letters

    family.school.write(lambda session: write_letters(session, drafts))
    client = sign_in(family.mother)
    first = client.get(f"{PATH}/").text
    assert ("Vēstule 059" in first, "Vēstule 009" in first, "1–50 no 60" in first) == (True, False, True)
    second = client.get(f"{PATH}/?first=51").text
    assert ("Vēstule 009" in second, "Vēstule 010" in second) == (True, False)
