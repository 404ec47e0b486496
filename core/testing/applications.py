"""The web application on a test's installation, and people signed in to it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Flask
    from flask.testing import FlaskClient

    from core.foundation.database import Database
    from core.foundation.runtime import Klade
    from core.people.models import Person
    from core.testing.installations import Installation
    from core.testing.schools import BuiltSchool
    from core.testing.sharing import Run

OPTIONS = {
    "TESTING": True,
    # The cheapest argon2 that there is: it is not what these tests are about.
    "KLADE_PASSWORD_MEMORY_KIB": 8,
    "KLADE_PASSWORD_PASSES": 1,
}
PASSWORD = "četri zaļi āboli grozā"
NAMES = {
    "superuser": ("Sandra", "Siliņa"),
    "head": ("Dainis", "Dreimanis"),
    "deputy": ("Velta", "Vītola"),
    "record_keeper": ("Līga", "Liepa"),
    "secretary": ("Sarmīte", "Saulīte"),
    "support": ("Asja", "Avotiņa"),
    "nurse": ("Marika", "Mežale"),
}


@dataclass
class SignedIn:
    """Somebody's open web session: the cookie, and the proof that a form came from our own page."""

    person: Person
    account: UUID
    cookie: str
    form_token: str


@dataclass
class SignInDesk:
    """Signs people in as a browser would be, without the forms of signing in: those have tests of their own.

    Each has an account with the password `PASSWORD`, and has proved a second factor.
    """

    app: Flask
    school: BuiltSchool
    _accounts: dict[int, UUID] = field(default_factory=dict)

    def account_of(self, person: Person) -> UUID:
        """The person's account in the directory, linked; made at the first asking."""
        if person.id not in self._accounts:
            self._accounts[person.id] = self._new_account(person)
        return self._accounts[person.id]

    def open(self, person: Person) -> SignedIn:
        """A new web session of the person."""
        from sqlalchemy import select

        from core.accounts.models import Account
        from core.accounts.runtime import EXTENSION
        from core.accounts.web_sessions.browser import USER
        from core.accounts.web_sessions.records import begin
        from core.foundation import clock

        account, raw = self.account_of(person), secrets.token_hex(20)
        database, lifetimes = self.school.database, self.app.extensions[EXTENSION].lifetimes
        with database.directory() as session:
            uniquifier = session.scalar(select(Account.fs_uniquifier).where(Account.id == account))
        cookie = database.directory_write(
            lambda session: begin(
                session,
                account,
                {USER: uniquifier, "_fresh": True, "csrf_token": raw},
                device="Test",
                is_kept=False,
                second_factor_at=clock.now(),
                instead_of=None,
                lifetimes=lifetimes,
            )
        )
        return SignedIn(person, account, cookie, self._form_token(raw))

    def client(self, person: Person) -> FlaskClient:
        """A client that is signed in as the person and sends the proof of our own forms with what it posts."""
        from core.accounts.web_sessions.interface import COOKIE

        signed_in = self.open(person)
        client = self.app.test_client()
        client.set_cookie(COOKIE, signed_in.cookie)
        client.environ_base["HTTP_X_CSRFTOKEN"] = signed_in.form_token
        return client

    def _new_account(self, person: Person) -> UUID:
        from uuid import uuid4

        from core.accounts.models import Account, Membership, PersonAccount
        from core.accounts.runtime import EXTENSION
        from core.foundation import clock
        from core.testing.schools import FIRST_DAY

        account = uuid4()
        passwords = self.app.extensions[EXTENSION].passwords
        row = Account(
            id=account,
            user_name=f"person{person.id}",
            password=passwords.hash(PASSWORD),
            fs_uniquifier=uuid4().hex,
            tf_primary_method="authenticator",
            created=clock.now(),
        )
        membership = Membership(account_id=account, school_id=self.school.ref.id)
        self.school.database.directory_write(lambda session: session.add(row))
        self.school.add(PersonAccount(person_id=person.id, account=account, from_date=FIRST_DAY))
        self.school.database.directory_write(lambda session: session.add(membership))
        return account

    def _form_token(self, raw: str) -> str:
        from itsdangerous import URLSafeTimedSerializer

        key = self.app.config.get("WTF_CSRF_SECRET_KEY") or self.app.secret_key
        assert isinstance(key, str | bytes)
        token = URLSafeTimedSerializer(key, salt="wtf-csrf-token").dumps(raw)
        assert isinstance(token, str)
        return token


@pytest.fixture
def app(installation: Installation, database: Database, whole_run: Run) -> Iterator[Flask]:
    """The web application on the test's installation, with only the test's plugins."""
    from jinja2 import FileSystemBytecodeCache

    from core.app import create_app
    from core.testing.addresses import compile_once

    compile_once()
    app = create_app(installation.configuration, installation.plugins, OPTIONS)
    # Each test has its own application; the templates need compiling only once.
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(whole_run.subfolder("compiled")))
    yield app
    program: Klade = app.extensions["klade"]
    program.database.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of nobody in particular."""
    return app.test_client()


@pytest.fixture
def desk(app: Flask, school: BuiltSchool) -> SignInDesk:
    """Makes accounts and opens web sessions."""
    return SignInDesk(app, school)


@pytest.fixture
def sign_in(desk: SignInDesk, school: BuiltSchool) -> Callable[[Person | str], FlaskClient]:
    """`sign_in(person)`, or `sign_in("deputy")` for a new member of staff with that role: a signed-in client."""

    def sign_in(who: Person | str) -> FlaskClient:
        return desk.client(school.staff(*NAMES[who], who) if isinstance(who, str) else who)

    return sign_in
