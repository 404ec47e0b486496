"""An account that two schools know: each sees and ends its own link, and nothing else of it."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from core.accounts.models import Account, AccountContact, PersonAccount
from core.accounts.runtime import Accounts
from core.foundation import clock
from core.foundation.runtime import klade
from core.people.models import Person
from core.testing.applications import PASSWORD, SignInDesk
from core.testing.installations import create_school
from core.testing.schools import FIRST_DAY, BuiltSchool
from core.testing.visitors import Visitor, memberships

NewVisitor = Callable[[], Visitor]
PHONE, MAIL = "+37126123456", "anna@privats.lv"


@pytest.fixture
def other(app: Flask, school: BuiltSchool) -> BuiltSchool:
    """A second school of the installation."""
    return BuiltSchool(school.database, create_school(klade(app), "liepa", "Liepas pamatskola"))


@pytest.fixture
def shared(school: BuiltSchool, other: BuiltSchool, accounts: Accounts, new_account: Callable[..., UUID]) -> UUID:
    """Anna is a parent in both schools, with one account."""
    from core.accounts.models import Membership

    account = new_account("anna")
    for one in (school, other):
        parent = one.guardian("Anna", "Bērziņa", one.pupil("Pēteris", "Bērziņš"))
        one.add(PersonAccount(person_id=parent.id, account=account, from_date=FIRST_DAY))
    rows = [
        *(Membership(account_id=account, school_id=one.ref.id) for one in (school, other)),
        AccountContact(account_id=account, kind="phone", value=PHONE, proven_at=clock.now()),
        AccountContact(account_id=account, kind="email", value=MAIL, proven_at=clock.now()),
    ]
    accounts.database.directory_write(lambda session: session.add_all(rows))
    return account


def anna_in(school: BuiltSchool) -> Person:
    with school.read() as session:
        return session.scalars(select(Person).where(Person.given_name == "Anna")).one()


def stored(accounts: Accounts, account: UUID) -> dict[str, object]:
    with accounts.database.directory() as session:
        row = session.get_one(Account, account)
        return {column.name: getattr(row, column.name) for column in Account.__table__.columns}


def test_each_school_ends_its_own_link_only(
    desk: SignInDesk, visitor: NewVisitor, school: BuiltSchool, other: BuiltSchool, accounts: Accounts, shared: UUID
) -> None:
    before = stored(accounts, shared)
    anna = visitor()
    anna.sign_in("anna")
    assert {anna.get(f"/{slug}/").status_code for slug in ("pargauja", "liepa")} <= {200, 302}

    superuser = desk.client(school.staff("Sandra", "Siliņa", "superuser"))
    superuser.post(f"/pargauja/invitations/people/{anna_in(school).id}/end")

    assert anna.get("/pargauja/").status_code == 404
    assert anna.get("/liepa/").status_code != 404
    assert anna.is_signed_in()
    assert stored(accounts, shared) == before
    assert (shared, other.ref.id) in memberships(accounts)
    assert (shared, school.ref.id) not in memberships(accounts)


def test_no_page_of_a_school_shows_how_an_account_signs_in(desk: SignInDesk, school: BuiltSchool, shared: UUID) -> None:
    superuser = desk.client(school.staff("Sandra", "Siliņa", "superuser"))
    anna = anna_in(school)
    pages = [
        superuser.get(address).text
        for address in (
            "/pargauja/invitations/?group=guardians",
            "/pargauja/invitations/?group=staff",
            f"/pargauja/invitations/people/{anna.id}",
        )
    ]
    slip = superuser.post(f"/pargauja/invitations/people/{anna.id}/invite").text
    for page in (*pages, slip):
        assert "Anna" in page or "Sandra" in page
        for secret in (PHONE, MAIL, PHONE[4:], "liepa", "Liepas", str(shared), shared.hex):
            assert secret not in page


def test_a_superuser_of_one_school_does_not_see_a_person_of_the_other(
    desk: SignInDesk, school: BuiltSchool, other: BuiltSchool, shared: UUID
) -> None:
    superuser = desk.client(school.staff("Sandra", "Siliņa", "superuser"))
    anna = anna_in(other)
    for method, address in (
        ("get", f"/liepa/invitations/people/{anna.id}"),
        ("post", f"/liepa/invitations/people/{anna.id}/invite"),
        ("post", f"/liepa/invitations/people/{anna.id}/end"),
        ("get", "/liepa/invitations/"),
    ):
        assert getattr(superuser, method)(address).status_code == 404
    with other.read() as session:
        assert session.scalars(select(PersonAccount)).one().until_date is None


def test_inviting_says_nothing_about_whether_an_account_exists(
    desk: SignInDesk, school: BuiltSchool, shared: UUID
) -> None:
    """An invitation looks the same for somebody who has an account elsewhere and for somebody who has none."""
    superuser = desk.client(school.staff("Sandra", "Siliņa", "superuser"))
    new = school.guardian("Rita", "Kalna", school.pupil("Toms", "Kalns"))
    superuser.post(f"/pargauja/invitations/people/{anna_in(school).id}/end", follow_redirects=True)
    known, unknown = (
        superuser.post(f"/pargauja/invitations/people/{person.id}/invite").text for person in (anna_in(school), new)
    )
    assert len(known.splitlines()) == len(unknown.splitlines())


def test_ones_own_account_opens_both_and_shows_the_choice(
    visitor: NewVisitor, school: BuiltSchool, other: BuiltSchool, shared: UUID
) -> None:
    anna = visitor()
    anna.sign_in(PHONE, PASSWORD)
    page = anna.get("/").text
    assert page.index("Liepas pamatskola") < page.index("Pārgaujas ģimnāzija")
    assert PHONE in anna.get("/account").text


def test_an_index_that_lies_gives_no_right(
    visitor: NewVisitor, school: BuiltSchool, accounts: Accounts, new_account: Callable[..., UUID]
) -> None:
    from core.accounts.models import Membership

    account = new_account("mallory")
    accounts.database.directory_write(
        lambda session: session.add(Membership(account_id=account, school_id=school.ref.id))
    )
    mallory = visitor()
    mallory.sign_in("mallory")
    assert mallory.get("/pargauja/").status_code == 404
