"""Signing in by name, phone or e-mail, and what a stranger learns from failing: nothing."""

import re
from collections.abc import Callable
from statistics import median
from time import process_time
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from flask import Flask

from core.accounts.models import Account, AccountContact
from core.accounts.queries import account_where
from core.accounts.runtime import Accounts
from core.accounts.signing_in.user import SignInUser
from core.foundation import clock
from core.testing.applications import PASSWORD
from core.testing.visitors import Visitor

NewVisitor = Callable[[], Visitor]
NewAccount = Callable[..., UUID]
# What differs from page to page by itself: what was typed, and the proof that a form is ours.
BY_ITSELF = re.compile(r'(value|content)="[^"]*"')


@pytest.fixture
def anna(new_account: NewAccount) -> UUID:
    return new_account("anna.berzina")


def contact(accounts: Accounts, account: UUID, kind: str, value: str, *, proven: bool) -> None:
    row = AccountContact(account_id=account, kind=kind, value=value, proven_at=clock.now() if proven else None)
    accounts.database.directory_write(lambda session: session.add(row))


def test_a_user_name_signs_in_in_any_letter_case(visitor: NewVisitor, anna: UUID) -> None:
    for typed in ("anna.berzina", "  Anna.Berzina ", "ANNA.BERZINA"):
        browser = visitor()
        assert browser.sign_in(typed).location == "/"
        assert browser.is_signed_in()


@pytest.mark.parametrize(
    ("kind", "stored", "typed"),
    [
        ("phone", "+37126123456", "26 123 456"),
        ("phone", "+37126123456", "00371 26123456"),
        ("email", "anna@berzini.lv", "Anna@Berzini.lv"),
    ],
)
def test_a_proven_contact_signs_in(
    visitor: NewVisitor, accounts: Accounts, anna: UUID, kind: str, stored: str, typed: str
) -> None:
    contact(accounts, anna, kind, stored, proven=True)
    browser = visitor()
    browser.sign_in(typed)
    assert browser.is_signed_in()


def test_a_contact_that_was_not_proven_does_not(visitor: NewVisitor, accounts: Accounts, anna: UUID) -> None:
    contact(accounts, anna, "phone", "+37126123456", proven=False)
    browser = visitor()
    assert browser.sign_in("26123456").status_code == 200
    assert not browser.is_signed_in()


def test_one_proven_contact_belongs_to_one_account(accounts: Accounts, anna: UUID, new_account: NewAccount) -> None:
    contact(accounts, anna, "phone", "+37126123456", proven=True)
    with pytest.raises(Exception, match=r"(?i)unique"):
        contact(accounts, new_account("janis"), "phone", "+37126123456", proven=True)
    contact(accounts, new_account("liga"), "phone", "+37126123456", proven=False)


def test_a_wrong_password_and_a_name_of_nobody_read_alike(visitor: NewVisitor, anna: UUID) -> None:
    said = [
        BY_ITSELF.sub("", visitor().sign_in(name, "nepareiza parole te").text)
        for name in ("anna.berzina", "nobody.at.all")
    ]
    assert said[0] == said[1]
    assert 'role="alert"' in said[0]


def test_a_closed_account_reads_like_a_wrong_password(visitor: NewVisitor, new_account: NewAccount) -> None:
    new_account("closed", is_active=False)
    browser = visitor()
    answer = browser.sign_in("closed")
    assert answer.status_code == 200
    assert not browser.is_signed_in()
    wrong = visitor().sign_in("nobody", PASSWORD)
    assert BY_ITSELF.sub("", answer.text) == BY_ITSELF.sub("", wrong.text)


def test_a_name_of_nobody_takes_as_long(accounts: Accounts) -> None:
    """The hash of a password is the only slow step; it is made for nobody too."""
    costly = type(accounts.passwords)(memory_kib=8192, passes=2)
    stored = costly.hash(PASSWORD)

    def seconds(of: str | None) -> float:
        begun = process_time()
        assert not costly.matches("nepareiza parole te", of)
        return process_time() - begun

    known, unknown = (median(seconds(of) for _ in range(7)) for of in (stored, None))
    assert 0.4 < unknown / known < 2.5


def test_nothing_is_asked_where_a_field_is_empty(visitor: NewVisitor) -> None:
    assert "error-password" in visitor().sign_in("anna", "").text
    assert "error-identity" in visitor().sign_in("  ").text


def test_the_next_page_must_be_our_own(visitor: NewVisitor, anna: UUID) -> None:
    assert visitor().send("/sign-in?next=/account", identity="anna.berzina", password=PASSWORD).location == "/account"
    for elsewhere in ("https://evil.example/", "//evil.example/", "/\\evil.example"):
        answer = visitor().send("/sign-in", identity="anna.berzina", password=PASSWORD, next=elsewhere)
        assert urlsplit(answer.location or "/").netloc == ""
        assert not (answer.location or "/").startswith(("//", "/\\"))


def test_the_form_needs_the_proof_of_our_own_page(visitor: NewVisitor, anna: UUID) -> None:
    browser = visitor()
    answer = browser.client.post("/sign-in", data={"identity": "anna.berzina", "password": PASSWORD})
    assert answer.status_code == 400
    assert not browser.is_signed_in()


def test_signing_out_ends_it(visitor: NewVisitor, anna: UUID) -> None:
    browser = visitor()
    browser.sign_in("anna.berzina")
    cookie = browser.cookie()
    assert cookie
    browser.send("/sign-out", form_on="/account")
    assert not browser.is_signed_in()
    browser.client.set_cookie("klade", cookie)
    assert not browser.is_signed_in()


def test_no_token_in_an_address_or_a_header_signs_in(
    app: Flask, accounts: Accounts, visitor: NewVisitor, anna: UUID
) -> None:
    with app.test_request_context():
        with accounts.database.directory() as session:
            facts = account_where(session, Account.id == anna)
        assert facts is not None
        token = SignInUser(facts).get_auth_token()
    browser = visitor()
    assert browser.get(f"/account?auth_token={token}").status_code == 302
    assert browser.get("/account", headers={"Authentication-Token": token}).status_code == 302


def test_the_password_is_changed_and_other_browsers_are_out(visitor: NewVisitor, anna: UUID) -> None:
    here, elsewhere = visitor(), visitor()
    here.sign_in("anna.berzina")
    elsewhere.sign_in("anna.berzina")
    new = "seši sarkani sēņu grozi"
    fields = {"password": PASSWORD, "new_password": new, "again": new}
    assert here.send("/account/password", **fields).location == "/account"
    assert here.is_signed_in()
    assert not elsewhere.is_signed_in()
    again = visitor()
    again.sign_in("anna.berzina")
    assert not again.is_signed_in()
    again.sign_in("anna.berzina", new)
    assert again.is_signed_in()


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"password": "nepareiza parole te"}, "password"),
        ({"new_password": "īsa", "again": "īsa"}, "new_password"),
        ({"new_password": "parole123456", "again": "parole123456"}, "new_password"),
        ({"again": "cita parole pavisam"}, "again"),
        ({"new_password": PASSWORD, "again": PASSWORD}, "new_password"),
    ],
)
def test_a_change_of_password_that_breaks_a_rule_changes_nothing(
    visitor: NewVisitor, anna: UUID, fields: dict[str, str], place: str
) -> None:
    browser = visitor()
    browser.sign_in("anna.berzina")
    whole = {"password": PASSWORD, "new_password": "seši sarkani sēņu grozi", "again": "seši sarkani sēņu grozi"}
    answer = browser.send("/account/password", **(whole | fields))
    assert f'id="error-{place}"' in answer.text
    assert visitor().sign_in("anna.berzina").location == "/"
