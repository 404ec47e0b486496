"""Failed attempts: counted in the directory, by name and by address, each making the next wait longer."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Thread
from uuid import UUID

import pytest
from sqlalchemy import func, select

from core.accounts.models import SignInFailure
from core.accounts.runtime import Accounts, open_accounts
from core.accounts.throttle import PATIENCE
from core.foundation import clock
from core.foundation.database import Database
from core.testing.applications import PASSWORD
from core.testing.visitors import Visitor

NewVisitor = Callable[[], Visitor]
NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
WRONG = "nepareiza parole te"


@pytest.fixture
def anna(new_account: Callable[..., UUID]) -> UUID:
    return new_account("anna")


def fail(browser: Visitor, name: str, times: int) -> None:
    for _ in range(times):
        browser.sign_in(name, WRONG)


def test_after_five_failures_even_the_right_password_waits(visitor: NewVisitor, anna: UUID) -> None:
    with clock.at(NOON):
        fail(visitor(), "anna", 5)
        locked = visitor()
        locked.sign_in("anna")
        assert not locked.is_signed_in()
    with clock.at(NOON + timedelta(seconds=31)):
        after = visitor()
        after.sign_in("anna")
        assert after.is_signed_in()


def test_the_wait_doubles_up_to_a_quarter_of_an_hour(accounts: Accounts) -> None:
    now = NOON
    waits: list[timedelta | None] = []
    for _ in range(14):
        with clock.at(now):
            assert accounts.throttle.attempt(name="anna") is None
            wait = accounts.throttle.attempt(name="anna") if len(waits) >= 4 else None
        waits.append(wait)
        now += wait or timedelta(seconds=1)
    seconds = [wait.total_seconds() for wait in waits if wait]
    assert seconds[:4] == [30, 60, 120, 240]
    assert max(seconds) == 900


def test_a_wait_is_not_made_longer_by_trying(accounts: Accounts) -> None:
    with clock.at(NOON):
        for _ in range(5):
            accounts.throttle.attempt(name="anna")
        waits = [accounts.throttle.attempt(name="anna") for _ in range(20)]
    assert set(waits) == {timedelta(seconds=30)}


def test_success_forgets_the_failures_of_the_name(visitor: NewVisitor, anna: UUID) -> None:
    for _ in range(4):
        browser = visitor()
        fail(browser, "anna", 4)
        browser.sign_in("anna")
        assert browser.is_signed_in()


def test_a_name_of_nobody_is_locked_alike(visitor: NewVisitor, anna: UUID) -> None:
    with clock.at(NOON):
        said = {}
        for name in ("anna", "nobody"):
            fail(visitor(), name, 5)
            said[name] = 'role="alert"' in visitor().sign_in(name).text, visitor().is_signed_in()
    assert said["anna"] == said["nobody"] == (True, False)


def test_an_address_that_tries_many_names_waits(visitor: NewVisitor, anna: UUID) -> None:
    with clock.at(NOON):
        for number in range(PATIENCE["address"].free):
            visitor().sign_in(f"nobody{number}", WRONG)
        browser = visitor()
        browser.sign_in("anna")
        assert not browser.is_signed_in()


def test_an_own_account_does_not_wash_an_address_clean(accounts: Accounts) -> None:
    free = PATIENCE["address"].free
    with clock.at(NOON):
        for number in range(free - 1):
            assert accounts.throttle.attempt(name=f"somebody{number}", address="10.0.0.1") is None
            accounts.throttle.failed(name=f"somebody{number}", address="10.0.0.1")
            accounts.throttle.attempt(name="mallory", address="10.0.0.1")
            accounts.throttle.succeeded(name="mallory", address="10.0.0.1")
        accounts.throttle.failed(name="last", address="10.0.0.1")
        assert accounts.throttle.attempt(name="one more", address="10.0.0.1") is not None
        assert accounts.throttle.attempt(name="elsewhere", address="10.0.0.2") is None


def test_a_restart_forgets_nothing(installation: object, accounts: Accounts, database: Database) -> None:
    with clock.at(NOON):
        for _ in range(5):
            accounts.throttle.attempt(name="anna")
        again = open_accounts(Database(database.configuration))
        assert again.throttle.attempt(name="anna") is not None
        again.database.close()


def test_a_hundred_at_once_are_a_hundred(accounts: Accounts) -> None:
    let_through: list[int] = []

    def try_once() -> None:
        with clock.at(NOON):
            if accounts.throttle.attempt(name="anna") is None:
                let_through.append(1)

    threads = [Thread(target=try_once) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 1 <= len(let_through) <= PATIENCE["name"].free


def test_a_school_that_signs_in_at_eight_does_not_wait_for_itself(accounts: Accounts) -> None:
    """Forty people behind one address at once, some of whom mistype: nobody is refused, every failure is counted."""
    refused: list[object] = []

    def come_in(number: int) -> None:
        try:
            if accounts.throttle.attempt(name=f"pupil{number}", address="10.0.0.1") is not None:
                refused.append(number)
            if number % 4 == 0:
                accounts.throttle.failed(name=f"pupil{number}", address="10.0.0.1")
            else:
                accounts.throttle.succeeded(name=f"pupil{number}", address="10.0.0.1")
        except Exception as error:  # noqa: BLE001  a thread must not die unseen
            refused.append(error)

    threads = [Thread(target=come_in, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == []
    with accounts.database.directory() as session:
        assert max(session.scalars(select(SignInFailure.count))) == 10


def test_the_table_names_nobody_and_does_not_grow_for_ever(accounts: Accounts, visitor: NewVisitor, anna: UUID) -> None:
    with clock.at(NOON):
        visitor().sign_in("nobody.known", WRONG)
        with accounts.database.directory() as session:
            keys = session.scalars(select(SignInFailure.key_hash)).all()
        assert len(keys) == 2
        assert all(len(key) == 64 and "nobody" not in key for key in keys)
    with clock.at(NOON + timedelta(days=2)):
        visitor().sign_in("anna", PASSWORD)
        with accounts.database.directory() as session:
            assert session.scalar(select(func.count()).select_from(SignInFailure)) == 0


def test_memory_limits_an_address_before_anything_is_looked_up(visitor: NewVisitor, app: object, anna: UUID) -> None:
    app.config["KLADE_ATTEMPTS_OF_ADDRESS"] = "3 per minute"  # type: ignore[attr-defined]  # a Flask
    answers = [visitor().client.post("/join", data={}).status_code for _ in range(5)]
    assert answers[-1] in {400, 429}
    browser = visitor()
    codes = [browser.send("/sign-in", identity="x", password="y").status_code for _ in range(5)]
    assert 429 in codes
