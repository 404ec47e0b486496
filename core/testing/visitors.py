"""Visitors who fill in the forms of signing in, and the accounts behind them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest

from core.testing.applications import PASSWORD

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from core.accounts.models import Account
    from core.accounts.runtime import Accounts
    from core.people.models import Person
    from core.testing.schools import BuiltSchool

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass
class Visitor:
    """Somebody with a browser of their own, who sends the forms that pages show."""

    client: FlaskClient

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.client.get(path, **options)

    def send(self, path: str, form_on: str | None = None, **fields: str) -> TestResponse:
        """Load the page of a form, fill it in and send it to `path`."""
        page = self.client.get(form_on or path)
        token = TOKEN.search(page.text)
        assert token, f"no form on {form_on or path}: {page.status_code}"
        return self.client.post(path, data={"csrf_token": token.group(1), **fields})

    def sign_in(self, name: str, password: str = PASSWORD, **fields: str) -> TestResponse:
        return self.send("/sign-in", identity=name, password=password, **fields)

    def is_signed_in(self) -> bool:
        """The account's own page opens."""
        return self.client.get("/account").status_code == 200

    def cookie(self, name: str = "klade") -> str | None:
        found = self.client.get_cookie(name)
        return found.value if found else None


@pytest.fixture
def visitor(app: Flask) -> Callable[[], Visitor]:
    """`visitor()`: a browser that nobody has used yet."""
    return lambda: Visitor(app.test_client())


@pytest.fixture
def accounts(app: Flask) -> Accounts:
    from core.accounts.runtime import EXTENSION, Accounts

    services = app.extensions[EXTENSION]
    assert isinstance(services, Accounts)
    return services


@pytest.fixture
def new_account(accounts: Accounts) -> Callable[..., UUID]:
    """`new_account("anna")`: an account of nobody, with the password `PASSWORD`."""

    def new_account(name: str, **facts: Any) -> UUID:
        from core.accounts.models import Account
        from core.foundation import clock

        row = Account(
            id=uuid4(),
            user_name=name,
            password=accounts.passwords.hash(PASSWORD),
            fs_uniquifier=uuid4().hex,
            created=clock.now(),
            **facts,
        )
        accounts.database.directory_write(lambda session: session.add(row))
        return row.id

    return new_account


@pytest.fixture
def code_for(school: BuiltSchool, accounts: Accounts) -> Callable[..., str]:
    """`code_for(person)`: a fresh one-time code, as it is printed."""

    def code_for(person: Person, lasts: timedelta = timedelta(days=14)) -> str:
        from core.accounts.invitations.offering import offer, publish
        from core.foundation.database import Author

        (made,) = school.database.write(
            school.ref,
            Author(None, "klade test"),
            lambda session: offer(
                session, [person.id], made_by=None, channel="slip", lasts=lasts, key=accounts.keys.codes
            ),
            kind="invitation.made",
        )
        publish(accounts, school.ref, [made])
        return made.shown

    return code_for


def account_named(accounts: Accounts, name: str) -> Account | None:
    from sqlalchemy import select

    from core.accounts.models import Account

    with accounts.database.directory() as session:
        return session.scalars(select(Account).where(Account.user_name == name)).first()


def memberships(accounts: Accounts) -> set[tuple[UUID, int]]:
    from sqlalchemy import select

    from core.accounts.models import Membership

    with accounts.database.directory() as session:
        return {(row.account_id, row.school_id) for row in session.scalars(select(Membership))}


@dataclass
class Phone:
    """An authenticator app with one key."""

    key: str

    def code(self, at: datetime | None = None) -> str:
        from passlib.totp import TOTP

        from core.foundation import clock

        moment = at or clock.now()
        token = TOTP(key=self.key.replace("-", ""), format="base32").generate(moment.timestamp()).token
        assert isinstance(token, str)
        return token


def set_up_phone(browser: Visitor) -> Phone:
    """Set the second factor up as a person does: begin, read the key, confirm with the first code."""
    shown = browser.send("/account/second-factor", setup="authenticator")
    assert shown.status_code == 200, shown.text
    key = re.search(r'class="qr__key">([A-Z2-7-]+)<', shown.text)
    assert key, shown.text
    phone = Phone(key.group(1))
    token = TOKEN.search(shown.text)
    assert token
    done = browser.client.post("/sign-in/code", data={"csrf_token": token.group(1), "code": phone.code()})
    assert done.status_code == 302, done.text
    return phone
