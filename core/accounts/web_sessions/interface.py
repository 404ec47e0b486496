"""Flask's sessions on Klade's web sessions: an opaque cookie when signed in, a signed one before."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import orjson
from flask import Flask, Request, Response, request
from flask.sessions import SessionInterface, SessionMixin
from itsdangerous import BadData, TimestampSigner

from core.accounts.web_sessions.browser import USER, BrowserSession
from core.accounts.web_sessions.devices import device_name
from core.accounts.web_sessions.records import SEEN_EVERY, Lifetimes, SignedIn, begin, end, find, move_on
from core.foundation import clock
from core.foundation.database import Database

COOKIE = "klade"
VISIT_COOKIE = "klade_visit"
VISIT_LASTS = timedelta(days=7)
HALF_SIGNED_IN_LASTS = timedelta(minutes=15)
"""Between the password and the second factor."""
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class VisitSigner(TimestampSigner):
    """Signs what a visitor's browser keeps, by the one clock."""

    def get_timestamp(self) -> int:
        """Seconds since 1970."""
        return int(clock.now().timestamp())


class WebSessions(SessionInterface):
    """Loads with one statement, writes only when there is something to write."""

    def __init__(self, database: Database, signing_key: str, lifetimes: Lifetimes) -> None:
        self._database = database
        self._signer = VisitSigner(signing_key, salt="klade visit")
        self.lifetimes = lifetimes

    def open_session(self, app: Flask, request: Request) -> BrowserSession:
        token = request.cookies.get(COOKIE)
        found = self._found(token) if token else None
        if found is not None:
            return found
        visit = request.cookies.get(VISIT_COOKIE)
        return BrowserSession(self._visit(visit) if visit else None)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        assert isinstance(session, BrowserSession)
        response.vary.add("Cookie")
        before = session.signed_in
        if session.rotates and session.get(USER):
            self._begin(session, response)
        elif session.get(USER) and before is not None:
            self._move_on(session, before, response)
        else:
            if before is not None:
                self._database.directory_write(lambda rows: end(rows, before.account_id, before.token_hash))
                self._drop(response, COOKIE)
            self._keep_visit(session, response)

    def _found(self, token: str) -> BrowserSession | None:
        with self._database.directory() as session:
            row = find(session, token)
        if row is None:
            return None
        signed_in, data = row
        if self.lifetimes.is_over(signed_in.last_seen, signed_in.is_kept):
            return None
        if not signed_in.account.is_active or data.get(USER) != signed_in.account.fs_uniquifier:
            return None
        return BrowserSession(data, signed_in)

    def _visit(self, cookie: str) -> dict[str, Any] | None:
        try:
            raw, signed = self._signer.unsign(cookie, max_age=int(VISIT_LASTS.total_seconds()), return_timestamp=True)
            data: dict[str, Any] = orjson.loads(raw)
        except (BadData, orjson.JSONDecodeError):
            return None
        if clock.now() - signed > HALF_SIGNED_IN_LASTS:
            data = {name: value for name, value in data.items() if not name.startswith("tf_")}
        return data

    def _begin(self, browser: BrowserSession, response: Response) -> None:
        account = browser.account
        before = browser.signed_in
        token = self._database.directory_write(
            lambda rows: begin(
                rows,
                account.id,
                browser,
                device=device_name(request.user_agent.string),
                is_kept=browser.is_kept,
                second_factor_at=browser.second_factor_at,
                instead_of=before.token_hash if before else None,
                lifetimes=self.lifetimes,
            )
        )
        self._set(response, COOKIE, token, self.lifetimes.kept if browser.is_kept else None)
        self._drop(response, VISIT_COOKIE)

    def _move_on(self, browser: BrowserSession, before: SignedIn, response: Response) -> None:
        is_due = clock.now() - before.last_seen >= SEEN_EVERY
        if not (browser.modified or browser.factor_changed or is_due):
            return
        data = dict(browser) if browser.modified else None
        self._database.directory_write(lambda rows: move_on(rows, before.token_hash, data, browser.second_factor_at))
        if is_due and before.is_kept:
            self._set(response, COOKIE, request.cookies[COOKIE], self.lifetimes.kept)

    def _keep_visit(self, browser: BrowserSession, response: Response) -> None:
        if not browser.modified:
            return
        if browser:
            self._set(response, VISIT_COOKIE, self._signer.sign(orjson.dumps(dict(browser))).decode(), None)
        else:
            self._drop(response, VISIT_COOKIE)

    def _set(self, response: Response, name: str, value: str, lasts: timedelta | None) -> None:
        response.set_cookie(
            name, value, max_age=lasts, httponly=True, samesite="Lax", secure=not _is_loopback(), path="/"
        )

    def _drop(self, response: Response, name: str) -> None:
        response.delete_cookie(name, httponly=True, samesite="Lax", secure=not _is_loopback(), path="/")


def _is_loopback() -> bool:
    return (urlsplit(request.host_url).hostname or "") in LOOPBACK
