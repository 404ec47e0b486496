"""Proving that an e-mail or a phone is one's own, with a code that goes there."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from core.accounts.models import AccountContact, ContactProof
from core.accounts.runtime import Accounts
from core.foundation import clock
from core.foundation.plugins import CORE
from core.foundation.runtime import klade
from core.testing.visitors import Visitor
from core.values.notices import Delayed, Message, NoticeChannel, Undeliverable
from hooks import hookimpl

NewVisitor = Callable[[], Visitor]
_NUMBERS = count(1)


@dataclass
class Line:
    """A channel that keeps what it was given."""

    contact: str = "email"
    is_ready: bool = True
    says: Exception | None = None
    taken: list[Message] = field(default_factory=list)

    @contextmanager
    def open(self) -> Iterator[Line]:
        yield self

    def send(self, message: Message) -> None:
        if self.says is not None:
            raise self.says
        self.taken.append(message)

    @property
    def code(self) -> str:
        """The newest code that arrived."""
        found = re.search(r"\b(\d{6})\b", self.taken[-1].text)
        assert found is not None
        return found.group(1)


def line_of(app: Flask, contact: str) -> Line:
    line = Line(contact)
    channel = NoticeChannel(f"test.{contact}", contact, contact, line.open, lambda: line.is_ready)
    part = types.ModuleType(f"test_line_{next(_NUMBERS)}")
    part.notice_channels = hookimpl(lambda: [channel])  # type: ignore[attr-defined]  # a module of hooks
    klade(app).plugins.add(CORE, part)
    return line


@pytest.fixture
def mail(app: Flask) -> Line:
    return line_of(app, "email")


@pytest.fixture
def anna(new_account: Callable[..., UUID], visitor: NewVisitor) -> Visitor:
    new_account("anna")
    browser = visitor()
    browser.sign_in("anna")
    return browser


def ask(browser: Visitor, value: str = "Anna@Example.lv", kind: str = "email") -> str:
    """Ask for a code; what the page says then."""
    answer = browser.send("/account/contacts/add", "/account/contacts", kind=kind, **{f"{kind}_value": value})
    return answer.text if answer.status_code == 422 else browser.get("/account/contacts").text


def prove(browser: Visitor, code: str, kind: str = "email") -> str:
    answer = browser.send("/account/contacts/prove", "/account/contacts", kind=kind, **{f"{kind}_code": code})
    return answer.text if answer.status_code == 422 else browser.get("/account/contacts").text


def proven(accounts: Accounts) -> list[str]:
    with accounts.database.directory() as session:
        return list(session.scalars(select(AccountContact.value).where(AccountContact.proven_at.is_not(None))))


def test_the_code_that_came_proves_and_then_signs_in(
    accounts: Accounts, anna: Visitor, mail: Line, visitor: NewVisitor
) -> None:
    page = ask(anna)
    assert "Uz anna@example.lv nosūtīts 6 ciparu kods." in page
    (message,) = mail.taken
    assert (message.address, message.language, message.sender) == ("anna@example.lv", "lv", "Klade")
    assert mail.code not in message.subject
    assert proven(accounts) == []
    prove(anna, f" {mail.code[:3]} {mail.code[3:]} ")
    assert proven(accounts) == ["anna@example.lv"]
    other = visitor()
    other.sign_in("anna@example.lv")
    assert other.is_signed_in()


def test_a_phone_is_proven_the_same_way(accounts: Accounts, app: Flask, anna: Visitor) -> None:
    sms = line_of(app, "phone")
    assert "+37120000001" in ask(anna, "2000 0001", "phone")
    prove(anna, sms.code, "phone")
    assert proven(accounts) == ["+37120000001"]


@pytest.mark.parametrize("how", ["mistyped", "expired", "replaced", "used", "tried too often"])
def test_any_other_code_proves_nothing(accounts: Accounts, anna: Visitor, mail: Line, how: str) -> None:
    ask(anna)
    code, moment, wrong = mail.code, clock.now(), "000001" if mail.code == "000000" else "000000"
    if how == "expired":
        moment += timedelta(minutes=15, seconds=1)
    if how == "replaced":
        ask(anna)
    if how == "used":
        prove(anna, code)
        anna.send("/account/contacts/remove", "/account/contacts", contact="1")
    if how == "tried too often":
        for _time in range(5):
            prove(anna, wrong)
        moment += timedelta(minutes=1)
    ask_page = anna.get("/account/contacts").text
    with clock.at(moment):
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', ask_page)
        assert token
        form = {"kind": "email", "email_code": wrong if how == "mistyped" else code, "csrf_token": token.group(1)}
        answer = anna.client.post("/account/contacts/prove", data=form)
    if how == "replaced" and code == mail.code:
        pytest.skip("the same code came twice")
    assert answer.status_code == 422
    assert "Kods nav derīgs" in answer.text
    assert proven(accounts) == []


def test_whether_another_account_has_it_is_said_to_its_owner_only(
    accounts: Accounts, anna: Visitor, mail: Line, new_account: Callable[..., UUID]
) -> None:
    other = new_account("berta")
    row = AccountContact(account_id=other, kind="email", value="kopigs@example.lv", proven_at=clock.now())
    accounts.database.directory_write(lambda session: session.add(row))
    free, taken = ask(anna, "brivs@example.lv"), ask(anna, "kopigs@example.lv")
    assert re.sub(r"value=\"[^\"]+\"|content=\"[^\"]+\"", "", free).replace("brivs", "kopigs") == re.sub(
        r"value=\"[^\"]+\"|content=\"[^\"]+\"", "", taken
    )
    assert "jau pieslēdzas cits konts" in prove(anna, mail.code)
    assert proven(accounts) == ["kopigs@example.lv"]


def test_codes_are_not_sent_without_end(anna: Visitor, mail: Line) -> None:
    pages = [ask(anna, "svešs@example.lv") for _time in range(5)]
    assert len(mail.taken) == 3
    assert "Vairāki kodi jau nosūtīti" in pages[-1]
    with clock.at(clock.now() + timedelta(minutes=3)):
        ask(anna, "svešs@example.lv")
    assert len(mail.taken) == 4


def test_what_is_no_address_or_cannot_be_reached_is_said(accounts: Accounts, anna: Visitor, mail: Line) -> None:
    assert "E-pasta adrese izskatās" in ask(anna, "nav adrese")
    for says, words in ((Delayed("away"), "pašlaik neizdevās"), (Undeliverable("no"), "nevar nogādāt")):
        mail.says = says
        page = ask(anna)
        assert words in page
        assert 'name="email_code"' not in page
    with accounts.database.directory() as session:
        assert session.scalars(select(ContactProof)).all() == []


def test_a_line_that_does_not_answer_keeps_nobody_waiting(
    anna: Visitor, mail: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    from threading import Event

    over = Event()
    monkeypatch.setattr("core.accounts.contacts.proving._SECONDS", 0.05)
    monkeypatch.setattr(mail, "send", lambda message: over.wait(5))
    try:
        assert "pašlaik neizdevās" in ask(anna)
    finally:
        over.set()


def test_where_nothing_can_be_sent_the_page_says_so(anna: Visitor, mail: Line) -> None:
    mail.is_ready = False
    page = anna.get("/account/contacts").text
    assert "Šis serveris nesūta e-pastu" in page
    assert "Šis serveris nesūta īsziņas" in page
    assert 'name="email_value"' not in page


def test_the_code_is_kept_as_a_keyed_hash(accounts: Accounts, anna: Visitor, mail: Line) -> None:
    ask(anna)
    with accounts.database.directory() as session:
        (proof,) = session.scalars(select(ContactProof))
    assert mail.code not in proof.code_hash
    assert len(proof.code_hash) == 64


def test_only_ones_own_contact_is_removed(
    accounts: Accounts, anna: Visitor, mail: Line, new_account: Callable[..., UUID]
) -> None:
    other = new_account("berta")
    row = AccountContact(account_id=other, kind="email", value="berta@example.lv", proven_at=clock.now())
    accounts.database.directory_write(lambda session: session.add(row))
    with accounts.database.directory() as session:
        foreign = session.scalars(select(AccountContact.id)).one()
    anna.send("/account/contacts/remove", "/account/contacts", contact=str(foreign))
    assert proven(accounts) == ["berta@example.lv"]
    ask(anna)
    prove(anna, mail.code)
    with accounts.database.directory() as session:
        own = session.scalars(select(AccountContact.id).where(AccountContact.account_id != other)).one()
    anna.send("/account/contacts/remove", "/account/contacts", contact=str(own))
    assert proven(accounts) == ["berta@example.lv"]
