"""Invitations: one typed code, once; in the school the truth, in the directory an index."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from core.accounts.invitations.ending import rebuild_memberships
from core.accounts.models import Account, Invitation, InvitationIndex, PersonAccount
from core.accounts.runtime import Accounts
from core.foundation import clock
from core.people.models import Person
from core.testing.applications import PASSWORD
from core.testing.schools import FIRST_DAY, BuiltSchool
from core.testing.visitors import Visitor, account_named, memberships

NewVisitor = Callable[[], Visitor]
CodeFor = Callable[..., str]
SignIn = Callable[[Person | str], FlaskClient]
NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
OWN = "seši sarkani sēņu grozi"
SHOWN = re.compile(r"<code>([0-9A-Z]{5}-[0-9A-Z]{5})</code>")


@pytest.fixture
def anna(school: BuiltSchool) -> Person:
    return school.guardian("Anna", "Bērziņa", school.pupil("Pēteris", "Bērziņš"))


def join(browser: Visitor, code: str, name: str = "anna.berzina", password: str = OWN) -> None:
    assert browser.send("/join", code=code).location == "/join/account"
    answer = browser.send("/join/account", user_name=name, password=password, again=password)
    assert answer.location == "/pargauja/", answer.text


def links(school: BuiltSchool) -> list[PersonAccount]:
    with school.read() as session:
        return list(session.scalars(select(PersonAccount).order_by(PersonAccount.id)))


def test_a_person_joins_with_a_code_and_an_own_password(
    visitor: NewVisitor, school: BuiltSchool, accounts: Accounts, anna: Person, code_for: CodeFor
) -> None:
    browser = visitor()
    join(browser, code_for(anna).lower())
    assert browser.get("/pargauja/", follow_redirects=True).status_code != 404
    account = account_named(accounts, "anna.berzina")
    assert account is not None
    (link,) = links(school)
    assert (link.person_id, link.account) == (anna.id, account.id)
    assert memberships(accounts) == {(account.id, school.ref.id)}
    later = visitor()
    later.sign_in("anna.berzina", OWN)
    assert later.get("/").location == "/pargauja/"


def test_the_code_is_never_in_an_address(visitor: NewVisitor, anna: Person, code_for: CodeFor) -> None:
    code = code_for(anna)
    browser = visitor()
    assert f'value="{code}"' not in browser.get(f"/join?code={code}").text
    assert code not in browser.send("/join", code=code).location
    page = browser.get("/join/account").text
    assert code not in page
    assert code not in str(browser.cookie("klade_visit"))
    assert "Anna Bērziņa" in page


def test_the_code_is_stored_hashed(school: BuiltSchool, accounts: Accounts, anna: Person, code_for: CodeFor) -> None:
    bare = code_for(anna).replace("-", "")
    with school.read() as session:
        invitation = session.scalars(select(Invitation)).one()
    with accounts.database.directory() as session:
        index = session.scalars(select(InvitationIndex)).one()
    assert invitation.code_hash == index.code_hash
    assert bare not in invitation.code_hash
    assert all(bare not in f"{old}{new}" for _, old, new in school.history_of(invitation))
    # History keeps a digest of the hash only, and the directory says nothing about whom.
    assert all(invitation.code_hash not in f"{old}{new}" for _, old, new in school.history_of(invitation))
    assert set(InvitationIndex.__table__.columns.keys()) == {"code_hash", "school_id", "expires"}


@pytest.mark.parametrize("wrong", ["", "XXXXX", "ABCDE-FGHJK", "ŪŪŪŪŪ-ŪŪŪŪŪ", "'; DROP TABLE account; --"])
def test_a_wrong_code_is_refused(visitor: NewVisitor, anna: Person, code_for: CodeFor, wrong: str) -> None:
    code_for(anna)
    answer = visitor().send("/join", code=wrong)
    assert answer.status_code == 422
    assert 'id="error-code"' in answer.text


def test_every_code_that_cannot_be_used_reads_alike(visitor: NewVisitor, anna: Person, code_for: CodeFor) -> None:
    def said(code: str) -> str:
        found = re.search(r'id="error-code">([^<]+)<', visitor().send("/join", code=code).text)
        assert found
        return found.group(1)

    replaced = code_for(anna)
    used = code_for(anna)
    join(visitor(), used)
    with clock.at(NOON):
        expired = code_for(anna, lasts=timedelta(days=1))
    with clock.at(NOON + timedelta(days=2)):
        assert len({said(code) for code in (replaced, used, expired, "ABCDE-FGHJK")}) == 1


def test_a_code_works_once(visitor: NewVisitor, school: BuiltSchool, anna: Person, code_for: CodeFor) -> None:
    code = code_for(anna)
    first, second = visitor(), visitor()
    for browser in (first, second):
        browser.send("/join", code=code)
    join(first, code)
    answer = second.send("/join", code=code)
    assert answer.status_code == 422
    assert second.client.post("/join/account", data={}).status_code == 400
    assert len(links(school)) == 1


def test_two_at_the_same_code_leave_one_link(
    visitor: NewVisitor, school: BuiltSchool, accounts: Accounts, anna: Person, code_for: CodeFor
) -> None:
    from core.accounts.invitations.accepting import create_account, find, hash_of, link
    from core.foundation.errors import Invalid

    found = find(accounts, hash_of(accounts, code_for(anna)))
    one = create_account(accounts, found, "one", OWN, None)
    two = create_account(accounts, found, "two", OWN, None)
    link(accounts, found.school, found.code_hash, one)
    with pytest.raises(Invalid):
        link(accounts, found.school, found.code_hash, two)
    assert [held.account for held in links(school)] == [one]


def test_wrong_codes_are_not_tried_out(visitor: NewVisitor, anna: Person, code_for: CodeFor) -> None:
    code = code_for(anna)
    with clock.at(NOON):
        browser = visitor()
        for _ in range(60):
            browser.send("/join", code="ABCDE-FGHJK")
        assert browser.send("/join", code=code).status_code == 422


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"user_name": "a"}, "user_name"),
        ({"user_name": "26123456"}, "user_name"),
        ({"user_name": "anna@skola.lv"}, "user_name"),
        ({"password": "īsa", "again": "īsa"}, "password"),
        ({"password": "anna.berzina", "again": "anna.berzina"}, "password"),
        ({"again": "cita parole pavisam"}, "again"),
    ],
)
def test_an_account_that_breaks_a_rule_is_not_made(
    visitor: NewVisitor, accounts: Accounts, anna: Person, code_for: CodeFor, fields: dict[str, str], place: str
) -> None:
    browser = visitor()
    browser.send("/join", code=code_for(anna))
    whole = {"user_name": "anna.berzina", "password": OWN, "again": OWN}
    answer = browser.send("/join/account", **(whole | fields))
    assert answer.status_code == 422
    assert f'id="error-{place}"' in answer.text
    with accounts.database.directory() as session:
        assert session.scalars(select(Account)).all() == []


def test_a_user_name_of_somebody_else_is_refused(
    visitor: NewVisitor, anna: Person, code_for: CodeFor, new_account: Callable[..., UUID]
) -> None:
    new_account("anna.berzina")
    browser = visitor()
    browser.send("/join", code=code_for(anna))
    answer = browser.send("/join/account", user_name="Anna.Berzina", password=OWN, again=OWN)
    assert answer.status_code == 422
    assert 'id="error-user_name"' in answer.text


def test_an_account_that_is_signed_in_joins(
    visitor: NewVisitor,
    school: BuiltSchool,
    accounts: Accounts,
    anna: Person,
    code_for: CodeFor,
    new_account: Callable[..., UUID],
) -> None:
    account = new_account("anna")
    browser = visitor()
    browser.send("/join", code=code_for(anna))
    assert browser.sign_in("anna", PASSWORD, next="/join/account").location == "/join/account"
    assert browser.send("/join/own-account", form_on="/join/account").location == "/pargauja/"
    assert [held.account for held in links(school)] == [account]
    assert memberships(accounts) == {(account, school.ref.id)}


def test_one_account_is_one_person_of_a_school(
    visitor: NewVisitor, school: BuiltSchool, anna: Person, code_for: CodeFor
) -> None:
    other = school.staff("Līga", "Liepa", "secretary")
    browser = visitor()
    join(browser, code_for(anna))
    browser.send("/join", code=code_for(other))
    assert browser.send("/join/own-account", form_on="/join/account").status_code == 409
    assert [held.person_id for held in links(school)] == [anna.id]


def test_a_new_invitation_takes_the_place_of_a_lost_account(
    visitor: NewVisitor, school: BuiltSchool, anna: Person, code_for: CodeFor
) -> None:
    lost, fresh = visitor(), visitor()
    join(lost, code_for(anna), "anna.old")
    join(fresh, code_for(anna), "anna.new")
    assert lost.get("/pargauja/").status_code == 404
    assert fresh.get("/pargauja/").status_code != 404
    old, new = links(school)
    assert old.until_date == clock.today() - timedelta(days=1)
    assert new.until_date is None


def test_the_same_account_joined_again_keeps_its_link(
    visitor: NewVisitor, school: BuiltSchool, anna: Person, code_for: CodeFor
) -> None:
    browser = visitor()
    join(browser, code_for(anna))
    browser.send("/join", code=code_for(anna))
    browser.send("/join/own-account", form_on="/join/account")
    (link,) = links(school)
    assert link.until_date is None


# ------------------------------------------------------------------------------------------------- the school's pages


def test_a_superuser_prints_slips_for_a_group(sign_in: SignIn, school: BuiltSchool, visitor: NewVisitor) -> None:
    pupils = [school.pupil(name, "Kalniņš") for name in ("Ādams", "Jānis", "Čaks")]
    office = sign_in("superuser")
    page = office.get("/pargauja/invitations/?group=pupils").text
    assert page.index("Ādams") < page.index("Čaks") < page.index("Jānis")
    slips = office.post(
        "/pargauja/invitations/", data={"group": "pupils", "person": [str(pupil.id) for pupil in pupils]}
    )
    codes = SHOWN.findall(slips.text)
    assert len(set(codes)) == 3
    assert "/join" in slips.text
    join(visitor(), codes[0], "adams")


def test_slips_of_one_class_name_the_child_that_takes_them_home(sign_in: SignIn, school: BuiltSchool) -> None:
    own, other = school.school_class("10.a"), school.school_class("10.b")
    toms, sister = school.pupil("Toms", "Kalns", own), school.pupil("Zane", "Kalna", other)
    rita = school.guardian("Rita", "Kalna", toms, sister)
    inta = school.guardian("Inta", "Lejiņa", school.pupil("Jānis", "Lejiņš", other))
    office = sign_in("superuser")
    page = office.get(f"/pargauja/invitations/?group=guardians&class={own.id}").text
    assert "Kalna Rita" in page
    assert "Lejiņa Inta" not in page
    pupils = office.get(f"/pargauja/invitations/?group=pupils&class={own.id}").text
    assert "Kalns Toms" in pupils
    assert "Kalna Zane" not in pupils
    people = [str(person.id) for person in (rita, inta, toms)]
    slips = office.post("/pargauja/invitations/", data={"group": "guardians", "person": people}).text
    for note in ("Toms Kalns 10.a", "Zane Kalna 10.b", "Jānis Lejiņš 10.b", ">10.a<"):
        assert note in slips


def test_nobody_ticked_is_nobody_invited(sign_in: SignIn, school: BuiltSchool) -> None:
    assert sign_in("superuser").post("/pargauja/invitations/", data={"group": "pupils"}).status_code == 303
    with school.read() as session:
        assert session.scalars(select(Invitation)).all() == []


def test_a_secretary_invites_families_and_never_staff(sign_in: SignIn, school: BuiltSchool, anna: Person) -> None:
    head = school.staff("Dainis", "Dreimanis", "head")
    parent_who_teaches = school.staff("Ilze", "Ozola")
    school.guardianship(parent_who_teaches, school.pupil("Toms", "Ozols"))
    office = sign_in("secretary")
    assert office.post(f"/pargauja/invitations/people/{anna.id}/invite").status_code == 200
    for one in (head, parent_who_teaches):
        assert office.post(f"/pargauja/invitations/people/{one.id}/invite").status_code == 403
        assert office.post(f"/pargauja/invitations/people/{one.id}/end").status_code == 403
        assert office.post("/pargauja/invitations/", data={"person": [str(one.id)]}).status_code == 403
    with school.read() as session:
        assert {row.person_id for row in session.scalars(select(Invitation))} == {anna.id}


def test_a_class_teacher_invites_the_own_class_and_its_parents(sign_in: SignIn, school: BuiltSchool) -> None:
    teacher = school.teacher("Ilze", "Ozola")
    own, foreign = school.school_class("10.a", teacher), school.school_class("10.b")
    pupil, stranger = school.pupil("Toms", "Kalns", own), school.pupil("Jānis", "Lejiņš", foreign)
    parent, other_parent = school.guardian("Rita", "Kalna", pupil), school.guardian("Inta", "Lejiņa", stranger)
    class_teacher = sign_in(teacher)
    for one, status in ((pupil, 200), (parent, 200), (stranger, 404), (other_parent, 404), (teacher, 404)):
        assert class_teacher.post(f"/pargauja/invitations/people/{one.id}/invite").status_code == status
    page = class_teacher.get("/pargauja/invitations/?group=guardians").text
    assert "Kalna Rita" in page
    assert "Lejiņa Inta" not in page


def test_the_number_of_days_is_the_schools(sign_in: SignIn, school: BuiltSchool, anna: Person, app: object) -> None:
    settings = app.extensions["klade"].settings  # type: ignore[attr-defined]  # a Flask
    school.write(lambda session: settings.change(session, "accounts", {"invitation_days": 3}))
    with clock.at(NOON):
        sign_in("superuser").post(f"/pargauja/invitations/people/{anna.id}/invite")
    with school.read() as session:
        assert session.scalars(select(Invitation)).one().expires == NOON + timedelta(days=3)


def test_who_invited_stands_in_the_history(sign_in: SignIn, school: BuiltSchool, anna: Person) -> None:
    sign_in("superuser").post(f"/pargauja/invitations/people/{anna.id}/invite")
    with school.read() as session:
        invitation = session.scalars(select(Invitation)).one()
    assert invitation.made_by_id is not None
    assert school.history_of(invitation)


# ------------------------------------------------------------------------------------------------------------ the end


def test_the_school_ends_access_at_once(
    sign_in: SignIn, visitor: NewVisitor, accounts: Accounts, school: BuiltSchool, anna: Person, code_for: CodeFor
) -> None:
    browser = visitor()
    join(browser, code_for(anna))
    open_code = code_for(anna)
    sign_in("superuser").post(f"/pargauja/invitations/people/{anna.id}/end")
    assert browser.get("/pargauja/").status_code == 404
    assert browser.is_signed_in()
    assert browser.get("/").status_code == 200
    assert visitor().send("/join", code=open_code).status_code == 422
    account = account_named(accounts, "anna.berzina")
    assert account is not None
    assert account.is_active
    assert (account.id, school.ref.id) not in memberships(accounts)


def test_access_ends_on_its_day_without_anybody_doing_anything(
    visitor: NewVisitor, school: BuiltSchool, anna: Person, code_for: CodeFor
) -> None:
    from core.accounts.invitations.ending import end_access

    browser = visitor()
    with clock.at(date(2026, 11, 20)):
        join(browser, code_for(anna), "anna.berzina")
        school.write(lambda session: end_access(session, anna.id, date(2026, 11, 30)))
    for day, status in ((date(2026, 11, 30), 302), (date(2026, 12, 1), 404)):
        with clock.at(day):
            again = visitor()
            again.sign_in("anna.berzina", OWN)
            assert (again.get("/pargauja/").status_code == 404) == (status == 404)


def test_the_index_is_rebuilt_from_what_the_school_says(
    accounts: Accounts, school: BuiltSchool, anna: Person, new_account: Callable[..., UUID]
) -> None:
    linked, ended = new_account("linked"), new_account("ended")
    school.add(PersonAccount(person_id=anna.id, account=linked, from_date=FIRST_DAY))
    school.add(
        PersonAccount(person_id=anna.id, account=ended, from_date=FIRST_DAY, until_date=FIRST_DAY + timedelta(days=3))
    )
    assert rebuild_memberships(accounts, school.ref, date(2026, 11, 23)) == 1
    assert memberships(accounts) == {(linked, school.ref.id)}
