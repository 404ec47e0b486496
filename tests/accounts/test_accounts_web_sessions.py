"""Web sessions: one statement a request, ended at once, nothing written for visitors."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, event, func, select

from core.accounts.models import WebSession
from core.accounts.runtime import Accounts
from core.accounts.web_sessions.devices import device_name
from core.accounts.web_sessions.records import token_hash
from core.foundation import clock
from core.testing.visitors import Visitor

NewVisitor = Callable[[], Visitor]
NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.fixture
def anna(new_account: Callable[..., UUID]) -> UUID:
    return new_account("anna")


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is asked of any database meanwhile, without the pragmas and the begin of a transaction."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def rows(accounts: Accounts) -> list[WebSession]:
    with accounts.database.directory() as session:
        return list(session.scalars(select(WebSession).order_by(WebSession.created)))


def test_a_request_asks_the_directory_once(visitor: NewVisitor, anna: UUID) -> None:
    browser = visitor()
    browser.sign_in("anna")
    with statements() as seen:
        assert browser.get("/account/password").status_code == 200
    assert len(seen) == 1
    assert "web_session" in seen[0]
    assert "account" in seen[0]


def test_a_visitor_costs_nothing(visitor: NewVisitor, accounts: Accounts) -> None:
    with statements() as seen:
        browser = visitor()
        for page in ("/sign-in", "/join", "/sign-in/help", "/sign-in/new-password"):
            assert browser.get(page).status_code == 200
    assert seen == []
    assert rows(accounts) == []
    assert browser.cookie() is None


def test_the_cookie_is_nothing_but_a_number_and_its_hash_is_stored(
    visitor: NewVisitor, accounts: Accounts, anna: UUID
) -> None:
    browser = visitor()
    browser.sign_in("anna")
    cookie = browser.cookie()
    assert cookie
    assert len(cookie) >= 43
    (row,) = rows(accounts)
    assert row.token_hash == token_hash(cookie)
    assert cookie not in row.data


@pytest.mark.parametrize(("host", "secure"), [("127.0.0.1", False), ("localhost", False), ("klade.skola.lv", True)])
def test_cookies_are_kept_from_scripts_and_from_plain_connections(
    visitor: NewVisitor, anna: UUID, host: str, secure: bool
) -> None:
    set_cookies = visitor().get("/sign-in", base_url=f"http://{host}/").headers.getlist("Set-Cookie")
    (visit,) = [cookie for cookie in set_cookies if cookie.startswith("klade_visit=")]
    assert "HttpOnly" in visit
    assert "SameSite=Lax" in visit
    assert ("Secure" in visit) == secure


def test_signing_in_gives_a_new_number(visitor: NewVisitor, accounts: Accounts, anna: UUID) -> None:
    browser = visitor()
    browser.client.set_cookie("klade", "a number that a stranger chose")
    browser.sign_in("anna")
    assert browser.cookie() != "a number that a stranger chose"
    first = browser.cookie()
    new = "seši sarkani sēņu grozi"
    browser.send("/account/password", password="četri zaļi āboli grozā", new_password=new, again=new)
    assert browser.cookie() not in {None, first}
    assert len(rows(accounts)) == 1


def test_a_device_is_signed_out_from_another(visitor: NewVisitor, accounts: Accounts, anna: UUID) -> None:
    here, lost = visitor(), visitor()
    here.sign_in("anna")
    lost.sign_in("anna")
    assert lost.is_signed_in()
    lost_cookie = lost.cookie()
    assert lost_cookie
    here.send("/account/devices/end", form_on="/account/devices", device=token_hash(lost_cookie))
    assert here.is_signed_in()
    assert not lost.is_signed_in()
    assert lost.get("/account", headers={"Accept": "application/json"}).status_code == 401
    assert len(rows(accounts)) == 1


def test_all_others_are_signed_out_at_once(visitor: NewVisitor, anna: UUID) -> None:
    browsers = [visitor() for _ in range(3)]
    for browser in browsers:
        browser.sign_in("anna")
    browsers[0].send("/account/devices/end-others", form_on="/account/devices")
    assert [browser.is_signed_in() for browser in browsers] == [True, False, False]


def test_nobody_ends_a_device_of_another_account(
    visitor: NewVisitor, anna: UUID, new_account: Callable[..., UUID]
) -> None:
    new_account("mallory")
    mine, theirs = visitor(), visitor()
    mine.sign_in("anna")
    theirs.sign_in("mallory")
    cookie = mine.cookie()
    assert cookie
    theirs.send("/account/devices/end", form_on="/account/devices", device=token_hash(cookie))
    assert mine.is_signed_in()


def test_an_ended_session_does_not_come_back_by_a_request_that_was_under_way(
    visitor: NewVisitor, accounts: Accounts, anna: UUID
) -> None:
    from core.accounts.web_sessions.records import end_all, move_on

    browser = visitor()
    browser.sign_in("anna")
    cookie = browser.cookie()
    assert cookie
    accounts.database.directory_write(lambda session: end_all(session, anna))
    accounts.database.directory_write(lambda session: move_on(session, token_hash(cookie), {"a": 1}, None))
    assert rows(accounts) == []
    assert not browser.is_signed_in()


def test_being_seen_is_written_every_five_minutes(visitor: NewVisitor, accounts: Accounts, anna: UUID) -> None:
    browser = visitor()
    with clock.at(NOON):
        browser.sign_in("anna")
    for minutes, seen in ((1, 0), (4, 0), (6, 6), (9, 6), (12, 12)):
        with clock.at(NOON + timedelta(minutes=minutes)):
            browser.get("/account")
        assert rows(accounts)[0].last_seen == NOON + timedelta(minutes=seen)


def test_a_browser_left_alone_is_signed_out_unless_it_was_to_stay(visitor: NewVisitor, anna: UUID) -> None:
    shared, own = visitor(), visitor()
    with clock.at(NOON):
        shared.sign_in("anna")
        own.sign_in("anna", keep="1")
    with clock.at(NOON + timedelta(hours=11)):
        assert shared.is_signed_in()
    with clock.at(NOON + timedelta(hours=24)):
        assert not shared.is_signed_in()
        assert own.is_signed_in()
    with clock.at(NOON + timedelta(days=50)):
        assert own.is_signed_in()
    with clock.at(NOON + timedelta(days=50 + 61)):
        assert not own.is_signed_in()


def test_the_cookie_of_a_shared_device_ends_with_the_browser(visitor: NewVisitor, anna: UUID) -> None:
    def set_by(**fields: str) -> str:
        answer = visitor().sign_in("anna", **fields)
        return next(cookie for cookie in answer.headers.getlist("Set-Cookie") if cookie.startswith("klade="))

    assert "Max-Age" not in set_by()
    assert "Max-Age" in set_by(keep="1")


def test_old_rows_go_when_the_account_signs_in(visitor: NewVisitor, accounts: Accounts, anna: UUID) -> None:
    with clock.at(NOON):
        visitor().sign_in("anna")
    with clock.at(NOON + timedelta(days=3)):
        visitor().sign_in("anna")
    assert len(rows(accounts)) == 1


def test_a_closed_account_is_out_at_the_next_request(visitor: NewVisitor, accounts: Accounts, anna: UUID) -> None:
    from sqlalchemy import update

    from core.accounts.models import Account

    browser = visitor()
    browser.sign_in("anna")
    accounts.database.directory_write(
        lambda session: session.execute(update(Account).where(Account.id == anna).values(is_active=False))
    )
    assert not browser.is_signed_in()


def test_a_forged_visit_cookie_is_a_fresh_visit(visitor: NewVisitor, accounts: Accounts) -> None:
    browser = visitor()
    browser.client.set_cookie("klade_visit", '{"_user_id":"somebody"}.aaaa.bbbb')
    assert browser.get("/sign-in").status_code == 200
    assert not browser.is_signed_in()
    with accounts.database.directory() as session:
        assert session.scalar(select(func.count()).select_from(WebSession)) == 0


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Windows"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/156.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/156.0 Safari/537.36 Edg/156.0", "Edge, Windows"),
        ("", ""),
    ],
)
def test_a_device_has_a_name(said: str, name: str) -> None:
    assert device_name(said) == name
