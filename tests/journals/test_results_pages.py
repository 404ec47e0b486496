"""Semestra vērtējumi: accepting what is proposed, writing otherwise with a reason, conflicts, taking back."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy import select
from werkzeug.test import TestResponse

from core.foundation import clock
from core.journals.register.models import Journal
from core.journals.results.models import PeriodMark
from core.people.models import Person
from core.testing.browsers import assert_accessible
from core.testing.schools import BuiltSchool
from core.testing.statements import Statements

pytestmark = pytest.mark.plugins("grading")

SignIn = Callable[[Person | str], FlaskClient]
ENGLISH = {"Accept-Language": "en"}


class Taught:
    """10.a, its teacher of mathematics and three pupils: 8 and 7 in November, a retake, and one without a mark."""

    def __init__(self, school: BuiltSchool) -> None:
        self.school = school
        self.ilze = school.teacher("Ilze", "Kalniņa")
        self.school_class = school.school_class("10.a")
        self.anna, self.elza, self.zane = (
            school.pupil(given, family, self.school_class)
            for given, family in (("Anna", "Bērziņa"), ("Elza", "Čakste"), ("Zane", "Žagare"))
        )
        self.maths: Journal = school.journal(
            "Matemātika", self.school_class, teacher=self.ilze, usual_scheme="grading.ten"
        )
        work = school.assessment(self.maths, date(2026, 11, 5), "grading.ten", "Vektori")
        school.mark(work, self.anna, "8")
        school.mark(work, self.elza, "4")
        school.mark(work, self.elza, "7", attempt=2)
        school.mark(work, self.zane, "nv")

    @property
    def path(self) -> str:
        return f"/pargauja/journals/{self.maths.id}/results"

    def marks(self) -> dict[int, PeriodMark]:
        with self.school.read() as session:
            return {row.pupil_id: row for row in session.scalars(select(PeriodMark).where(PeriodMark.voided.is_(None)))}


@pytest.fixture
def taught(school: BuiltSchool) -> Taught:
    return Taught(school)


def fields(page: str) -> dict[str, str]:
    """What the form of the page would send."""
    form = page.partition('id="results"')[2]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]+)"', tag)
        if name:
            value = re.search(r'value="([^"]*)"', tag)
            found[name[1]] = value[1] if value else ""
    return found


def words(answer: TestResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def send(
    client: FlaskClient, taught: Taught, changes: dict[str, str], sent: dict[str, str] | None = None
) -> TestResponse:
    """The page as it was read (by default just now), with these changes."""
    form = sent if sent is not None else fields(client.get(taught.path).text)
    return client.post(taught.path, data=form | changes, headers=ENGLISH, follow_redirects=True)


def test_only_what_has_begun_is_shown_and_a_proposal_is_no_mark(sign_in: SignIn, taught: Taught) -> None:
    page = words(sign_in(taught.ilze).get(taught.path, headers=ENGLISH))
    assert "Semester 1 until" in page
    assert "Semester 2" not in page
    assert "Confirm all proposed (2)" in page
    assert "Proposed 8: 8" in page
    assert taught.marks() == {}


def test_all_proposals_are_accepted_at_once_and_taken_back(sign_in: SignIn, taught: Taught) -> None:
    client = sign_in(taught.ilze)
    page = send(client, taught, {"accept": "s1"})
    assert "2 marks were saved." in page.text
    found = taught.marks()
    assert {pupil: (row.text, row.number, row.passed) for pupil, row in found.items()} == {
        taught.anna.id: ("8", 800, True),
        taught.elza.id: ("7", 700, True),
    }
    assert [(row.proposed, row.calculation, row.reason, row.written_by) for row in found.values()] == [
        *(("8", "8", None, "Ilze Kalniņa"), ("7", "7", None, "Ilze Kalniņa"))
    ]
    (undo,) = re.findall(r'action="([^"]+/undo)"', page.text)
    client.post(undo)
    assert taught.marks() == {}
    send(client, taught, {"accept": "s1"})
    assert len(taught.marks()) == 2


def test_one_proposal_is_accepted_alone(sign_in: SignIn, taught: Taught) -> None:
    send(sign_in(taught.ilze), taught, {"accept": f"s1-{taught.elza.id}"})
    assert {pupil: row.text for pupil, row in taught.marks().items()} == {taught.elza.id: "7"}


def test_another_mark_than_proposed_needs_a_reason_and_the_rest_is_saved(sign_in: SignIn, taught: Taught) -> None:
    client = sign_in(taught.ilze)
    changes = {f"mark-s1-{taught.anna.id}": "9", f"mark-s1-{taught.elza.id}": "7"}
    answer = send(client, taught, changes)
    assert answer.status_code == 422
    assert "Proposed is 8. Write in a few words why it is another mark." in words(answer)
    assert {pupil: row.text for pupil, row in taught.marks().items()} == {taught.elza.id: "7"}
    again = fields(answer.text)
    assert again[f"mark-s1-{taught.anna.id}"] == "9"
    send(client, taught, {f"reason-s1-{taught.anna.id}": "Olimpiādē 1. vieta"}, again)
    row = taught.marks()[taught.anna.id]
    assert (row.text, row.proposed, row.reason) == ("9", "8", "Olimpiādē 1. vieta")


def test_where_nothing_is_proposed_nothing_is_asked(sign_in: SignIn, taught: Taught) -> None:
    send(sign_in(taught.ilze), taught, {f"mark-s1-{taught.zane.id}": " NV "})
    row = taught.marks()[taught.zane.id]
    assert (row.text, row.counts, row.number, row.reason) == ("nv", False, None, None)


def test_the_scale_of_the_journal_says_what_a_mark_is(sign_in: SignIn, taught: Taught) -> None:
    answer = send(sign_in(taught.ilze), taught, {f"mark-s1-{taught.zane.id}": "11"})
    assert (answer.status_code, "not on the 10-point scale" in answer.text) == (422, True)
    assert fields(answer.text)[f"mark-s1-{taught.zane.id}"] == "11"
    assert taught.marks() == {}


def test_nothing_is_written_over_unseen(school: BuiltSchool, sign_in: SignIn, taught: Taught) -> None:
    juris = school.teacher("Juris", "Ozols")
    from core.journals.register.models import JournalTeacher

    school.add(
        JournalTeacher(journal_id=taught.maths.id, person_id=juris.id, role="second", from_date=date(2026, 9, 1))
    )
    mine, other = sign_in(taught.ilze), sign_in(juris)
    read = fields(mine.get(taught.path).text)
    cell = f"mark-s1-{taught.zane.id}"
    send(other, taught, {cell: "5"})
    answer = send(mine, taught, {cell: "6"}, read)
    assert answer.status_code == 422
    assert "Changed meanwhile: Juris Ozols wrote 5" in words(answer)
    assert taught.marks()[taught.zane.id].text == "5"
    send(mine, taught, {}, fields(answer.text))
    assert taught.marks()[taught.zane.id].text == "6"
    assert [
        (old, new) for column, old, new in school.history_of(taught.marks()[taught.zane.id]) if column == "text"
    ] == [('"5"', '"6"')]


def test_a_proposal_that_changed_meanwhile_is_looked_at_again(
    school: BuiltSchool, sign_in: SignIn, taught: Taught
) -> None:
    client = sign_in(taught.ilze)
    read = fields(client.get(taught.path).text)
    work = school.assessment(taught.maths, date(2026, 11, 20), "grading.ten")
    school.mark(work, taught.anna, "5")
    answer = send(client, taught, {"accept": "s1"}, read)
    assert "The proposal changed meanwhile: now it is 7." in words(answer)
    assert {pupil: row.text for pupil, row in taught.marks().items()} == {taught.elza.id: "7"}


def test_a_cleared_mark_is_voided_and_written_again(sign_in: SignIn, taught: Taught) -> None:
    client, cell = sign_in(taught.ilze), f"mark-s1-{taught.zane.id}"
    send(client, taught, {cell: "5"})
    send(client, taught, {cell: ""})
    assert taught.marks() == {}
    send(client, taught, {cell: "6"})
    assert (taught.marks()[taught.zane.id].text, taught.marks()[taught.zane.id].version) == ("6", 3)


def test_who_left_before_the_semester_gets_no_mark_in_it(school: BuiltSchool, sign_in: SignIn, taught: Taught) -> None:
    early = school.pupil("Reinis", "Projām", taught.school_class, until_date=date(2026, 10, 31))
    with clock.at(date(2027, 3, 1)):
        client = sign_in(taught.ilze)
        page = client.get(taught.path)
        assert "Projām Reinis" not in page.text
        forged = fields(page.text) | {f"was-s2-{early.id}": "0:", f"mark-s2-{early.id}": "9"}
        assert client.post(taught.path, data=forged, headers=ENGLISH).status_code == 422
    assert taught.marks() == {}


def test_without_grading_marks_stand_and_nothing_is_proposed(
    school: BuiltSchool, sign_in: SignIn, taught: Taught
) -> None:
    client = sign_in(taught.ilze)
    send(client, taught, {"accept": "s1"})
    from core.foundation.database import Author
    from core.foundation.runtime import klade
    from core.founding import disable_plugin

    with client.application.app_context():
        disable_plugin(school.database, klade().plugins, school.ref, "grading", Author(None, "test"))
    page = words(client.get(taught.path, headers=ENGLISH))
    assert "The journal has no scale yet" in page
    assert "Proposed 8" not in page
    assert "Čakste Elza 7" in page


def test_readers_read_and_strangers_do_not(school: BuiltSchool, sign_in: SignIn, taught: Taught) -> None:
    deputy = sign_in("deputy")
    page = deputy.get(taught.path)
    assert (page.status_code, 'name="mark-' in page.text) == (200, False)
    assert deputy.post(taught.path, data={}).status_code == 404
    stranger = school.teacher("Nora", "Liepa")
    school.journal("Fizika", taught.school_class, teacher=stranger)
    assert sign_in(stranger).get(taught.path).status_code == 404


def test_as_many_statements_for_thirty_pupils_as_for_three(
    school: BuiltSchool, sign_in: SignIn, taught: Taught, statements: Statements
) -> None:
    client = sign_in(taught.ilze)
    client.get(taught.path)
    with statements() as few:
        client.get(taught.path)
    for number in range(27):
        school.pupil(f"Skolēns{number}", "Papildu", taught.school_class)
    with statements() as many:
        client.get(taught.path)
    assert len(many) == len(few)


@pytest.mark.both_views
def test_proposals_are_confirmed_by_keyboard(page_of: Callable[..., Page], taught: Taught) -> None:
    page = page_of(taught.ilze)
    page.goto(taught.path)
    first = page.get_by_label("Bērziņa Anna, 1. semestris", exact=True)
    first.focus()
    expect(page.get_by_text("Piedāvātais 8: 8")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    page.keyboard.type("Strādā cītīgi")
    page.keyboard.press("Enter")
    page.keyboard.type("nv")
    expect(page.get_by_text("Nav saglabāti: 3")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Saglabāt").first.click()
    page.get_by_text("Saglabāti 3 vērtējumi.").wait_for()
    assert [(row.text, row.reason) for row in taught.marks().values()] == [
        *(("8", None), ("9", "Strādā cītīgi"), ("nv", None))
    ]
    assert_accessible(page)
