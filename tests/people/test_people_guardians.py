"""Guardians: no access until a named person decides; decisions stand with their basis and can be taken back."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from core.access import IMPLIED_ROLES
from core.accounts.askers import Askers
from core.accounts.models import PersonAccount
from core.foundation import clock
from core.foundation.errors import Conflict, Invalid, NotFound
from core.foundation.history.models import Change, ChangeLine
from core.people import guardians
from core.people.models import GuardianDecision, Guardianship, Person
from core.testing.schools import FIRST_DAY, BuiltSchool

SignIn = Callable[[Person | str], FlaskClient]

TODAY = date(2026, 11, 23)
LIST = "/pargauja/guardians/decisions"


@pytest.fixture
def anna(school: BuiltSchool) -> Person:
    return school.pupil("Anna", "Bērziņa", school.school_class("10.a"))


@pytest.fixture
def juris(school: BuiltSchool) -> Person:
    return school.person("Juris", "Kalns")


@pytest.fixture
def bond(school: BuiltSchool, anna: Person, juris: Person) -> Guardianship:
    """Juris has no custody of Anna: nobody has decided yet."""
    return link(school, juris, anna, has_custody=False)


def link(school: BuiltSchool, guardian: Person, pupil: Person, **facts: bool) -> Guardianship:
    return school.write(
        lambda session: guardians.link_guardian(session, guardian.id, pupil.id, "father", FIRST_DAY, **facts)
    )


def decide(school: BuiltSchool, bond: Guardianship, *, granted: bool, **facts: object) -> GuardianDecision:
    known: dict[str, object] = {"basis": "Tiesas nolēmums C12", "effective": TODAY, "decided_by": bond.guardian_id}
    values = known | {"version": school.again(bond).version} | facts
    return school.write(lambda session: guardians.decide(session, bond.id, granted=granted, **values))  # type: ignore[arg-type]  # typed one by one in the service


@pytest.mark.parametrize(
    ("facts", "access"),
    [
        ({}, "granted"),
        ({"has_custody": True}, "granted"),
        ({"has_custody": False}, "undecided"),
        ({"contact_ban": True}, "undecided"),
        ({"has_custody": True, "contact_ban": True}, "undecided"),
    ],
)
def test_access_waits_where_custody_or_contact_is_in_question(
    school: BuiltSchool, anna: Person, juris: Person, facts: dict[str, bool], access: str
) -> None:
    assert link(school, juris, anna, **facts).access == access


def test_the_same_two_are_linked_once(school: BuiltSchool, anna: Person, juris: Person, bond: Guardianship) -> None:
    with pytest.raises(Invalid, match="linked to the pupil"):
        link(school, juris, anna)
    with pytest.raises(Invalid, match="own guardian"):
        link(school, anna, anna)
    school.write(lambda session: guardians.end_guardianship(session, bond.id, date(2026, 10, 1)))
    with pytest.raises(Invalid, match="before the first"):
        school.write(lambda session: guardians.end_guardianship(session, bond.id, date(2026, 8, 1)))


def test_until_it_is_decided_there_is_no_role_and_nothing_to_see(
    school: BuiltSchool, sign_in: SignIn, anna: Person, juris: Person, bond: Guardianship
) -> None:
    account = uuid4()
    school.add(PersonAccount(person_id=juris.id, account=account, from_date=FIRST_DAY))
    with school.read() as session:
        found = Askers(IMPLIED_ROLES).of(session, account, TODAY)
    assert found is not None
    assert found.roles == frozenset()
    client = sign_in(juris)
    for path in ("pupils", f"people/{anna.id}/file", f"classes/{1}"):
        assert client.get(f"/pargauja/{path}").status_code == 404


@pytest.mark.parametrize("granted", [True, False])
def test_the_decision_and_the_access_are_one_change(
    school: BuiltSchool, sign_in: SignIn, anna: Person, juris: Person, bond: Guardianship, granted: bool
) -> None:
    before = _changes(school)
    decision = decide(school, bond, granted=granted)
    assert _changes(school) == before + 1
    assert school.again(bond).access == ("granted" if granted else "denied")
    with school.read() as session:
        last = session.scalar(select(func.max(Change.id)))
        lines = session.execute(select(ChangeLine.table_name, ChangeLine.row_id).where(ChangeLine.change_id == last))
        assert {tuple(line) for line in lines} == {("guardian_decision", decision.id), ("guardianship", bond.id)}
    opened = sign_in(juris).get(f"/pargauja/people/{anna.id}/file")
    assert opened.status_code == (200 if granted else 404)


def _changes(school: BuiltSchool) -> int:
    with school.read() as session:
        return session.scalar(select(func.count()).select_from(Change)) or 0


def test_history_tells_the_decision_but_not_the_basis(school: BuiltSchool, bond: Guardianship) -> None:
    decision = decide(school, bond, granted=False, basis="Tiesas nolēmums C12345")
    [(_, _, new)] = school.history_of(decision)
    assert "C12345" not in str(new)
    assert [column for column, _, _ in school.history_of(bond)] == [None, "access"]


@pytest.mark.parametrize(
    ("facts", "place"),
    [({"basis": "  "}, "basis"), ({"effective": TODAY + timedelta(days=1)}, "effective")],
)
def test_a_decision_without_basis_or_for_a_day_to_come_is_refused(
    school: BuiltSchool, bond: Guardianship, facts: dict[str, object], place: str
) -> None:
    with pytest.raises(Invalid) as refused:
        decide(school, bond, granted=True, **facts)
    assert [problem.place for problem in refused.value.problems] == [place]
    assert school.again(bond).access == "undecided"


def test_who_decides_on_an_old_page_is_told(school: BuiltSchool, bond: Guardianship) -> None:
    seen = school.again(bond).version
    decide(school, bond, granted=False)
    with pytest.raises(Conflict):
        decide(school, bond, granted=True, version=seen)
    assert school.again(bond).access == "denied"


def test_taking_back_restores_what_held_before(school: BuiltSchool, bond: Guardianship) -> None:
    first = decide(school, bond, granted=False)
    second = decide(school, bond, granted=True)
    with pytest.raises(Conflict, match="later decision"):
        school.write(lambda session: guardians.take_back(session, first.id))
    assert school.write(lambda session: guardians.take_back(session, second.id)).access == "denied"
    assert school.write(lambda session: guardians.take_back(session, first.id)).access == "undecided"
    with pytest.raises(Conflict, match="taken back already"):
        school.write(lambda session: guardians.take_back(session, first.id))
    with pytest.raises(NotFound):
        school.write(lambda session: guardians.take_back(session, 4711))
    assert school.again(first).voided == clock.now()
    with school.read() as session:
        undone = session.scalars(select(Change.undoes_id).where(Change.undoes_id.is_not(None))).all()
    assert len(undone) == 2


# ------------------------------------------------------------------------------------------------------- pages


def test_the_page_lists_who_waits_and_why(
    school: BuiltSchool, sign_in: SignIn, anna: Person, bond: Guardianship
) -> None:
    link(school, school.person("Inga", "Bērziņa"), anna)
    link(school, school.person("Roberts", "Zars"), anna, contact_ban=True)
    page = sign_in("record_keeper").get(LIST).text
    assert "Kalns Juris" in page
    assert "nav aizgādības" in page
    assert "Zars Roberts" in page
    assert "saziņas aizliegums" in page
    assert "Bērziņa Inga" not in page
    assert "2 vecāki gaida lēmumu" in page


def test_a_decision_is_made_and_taken_back_on_pages(school: BuiltSchool, sign_in: SignIn, bond: Guardianship) -> None:
    client = sign_in("head")
    form = {"granted": "true", "basis": "Bāriņtiesas lēmums", "effective": "23.11.2026.", "version": str(bond.version)}
    answer = client.post(f"/pargauja/guardians/{bond.id}/decision", data=form)
    assert (answer.status_code, answer.location) == (303, LIST)
    assert school.again(bond).access == "granted"
    page = client.get(LIST).text
    assert "Bāriņtiesas lēmums" in page
    assert "Dainis Dreimanis" in page
    with school.read() as session:
        decision = session.scalars(select(GuardianDecision)).one()
    assert f"/guardians/decisions/{decision.id}/take-back" in page
    assert client.post(f"/pargauja/guardians/decisions/{decision.id}/take-back").status_code == 303
    assert school.again(bond).access == "undecided"


def test_the_general_undo_leaves_decisions_alone(school: BuiltSchool, sign_in: SignIn, bond: Guardianship) -> None:
    head = school.staff("Dainis", "Dreimanis", "head", "superuser")
    client = sign_in(head)
    form = {"granted": "true", "basis": "Bāriņtiesas lēmums", "effective": "23.11.2026.", "version": str(bond.version)}
    client.post(f"/pargauja/guardians/{bond.id}/decision", data=form)
    with school.read() as session:
        change = session.scalar(select(func.max(Change.id)))
    assert client.post(f"/pargauja/history/{change}/undo").status_code == 409
    assert school.again(bond).access == "granted"


@pytest.mark.parametrize("left_out", ["granted", "basis", "effective"])
def test_a_form_with_gaps_keeps_what_was_typed(
    school: BuiltSchool, sign_in: SignIn, bond: Guardianship, left_out: str
) -> None:
    form = {"granted": "false", "basis": "Tiesas nolēmums", "effective": "2026-11-23", "version": str(bond.version)}
    answer = sign_in("head").post(
        f"/pargauja/guardians/{bond.id}/decision", data={name: form[name] for name in form if name != left_out}
    )
    assert answer.status_code == 200
    assert f'id="error-{left_out}"' in answer.text
    assert left_out == "basis" or "Tiesas nolēmums" in answer.text
    assert school.again(bond).access == "undecided"


@pytest.mark.parametrize("role", ["superuser", "deputy", "secretary", "nurse"])
def test_others_do_not_decide(school: BuiltSchool, sign_in: SignIn, bond: Guardianship, role: str) -> None:
    client = sign_in(role)
    assert client.get(LIST).status_code == 403
    form = {"granted": "true", "basis": "Tā", "effective": "2026-11-23", "version": str(bond.version)}
    assert client.post(f"/pargauja/guardians/{bond.id}/decision", data=form).status_code == 404
    assert school.again(bond).access == "undecided"


@pytest.mark.one_engine("sqlite", reason="what the browser does is the same on either")
def test_a_decision_is_made_by_keyboard_and_taken_back_after_a_question(
    school: BuiltSchool, page_of: Callable[..., Page], bond: Guardianship
) -> None:
    page = page_of(school.staff("Dainis", "Dreimanis", "head"))
    page.goto(LIST)
    page.get_by_role("link", name="Izlemt").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Liegt piekļuvi").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Bāriņtiesas lēmums Nr. 1-6/112")
    page.get_by_role("button", name="Saglabāt lēmumu").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Piekļuve liegta.")).to_be_visible()
    assert school.again(bond).access == "denied"
    page.goto(f"/pargauja/guardians/{bond.id}/decision")
    page.get_by_role("button", name="Atsaukt").click()
    page.get_by_role("dialog").get_by_role("button", name="Atsaukt").click()
    expect(page.get_by_text("Lēmums atsaukts.")).to_be_visible()
    assert school.again(bond).access == "undecided"
