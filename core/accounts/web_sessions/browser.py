"""The session object of a request: somebody signed in, or a visitor with a signed cookie and no row."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from flask import g, session
from flask.sessions import SessionMixin
from werkzeug.datastructures import CallbackDict

from core.accounts.web_sessions.records import SignedIn

USER = "_user_id"
"""Where Flask-Login keeps whom it signed in: the account's `fs_uniquifier`."""


class BrowserSession(CallbackDict[str, Any], SessionMixin):
    """Data of one browser. `signed_in` is the row it came from, if it came from one."""

    def __init__(self, data: Mapping[str, Any] | None = None, signed_in: SignedIn | None = None) -> None:
        super().__init__(data or {}, BrowserSession._note_change)
        self.modified = False
        self.new = not data
        self.signed_in = signed_in
        self.rotates = False
        self.is_kept = signed_in.is_kept if signed_in else False
        self.second_factor_at: datetime | None = signed_in.second_factor_at if signed_in else None
        self._second_factor_before = self.second_factor_at
        self.account: Any = None
        """Whom Flask-Login signed in during this request; the row is made from it."""

    def _note_change(self) -> None:
        self.modified = True

    @property
    def factor_changed(self) -> bool:
        """The second factor was proved, or dropped, in this request."""
        return self.second_factor_at != self._second_factor_before

    def rotate(self, account: Any) -> None:
        """A sign-in happened: the browser gets a new token, and forms a new secret."""
        self.rotates = True
        self.account = account


def start_signed_in(browser: BrowserSession, account: Any) -> None:
    """A sign-in happened: keep what belongs to it, forget what belonged to the visitor."""
    kept = {name: browser[name] for name in (USER, "_fresh", "fs_paa", "joining", "_flashes") if name in browser}
    if "keep" in browser:
        browser.is_kept = bool(browser["keep"])
    browser.clear()
    browser.update(kept)
    # A new secret for forms, made here so that no later page has to write the row for it.
    g.pop("csrf_token", None)
    browser["csrf_token"] = secrets.token_hex(20)
    browser.rotate(account)


def current() -> BrowserSession:
    """The session of this request."""
    return cast(BrowserSession, session._get_current_object())  # type: ignore[attr-defined]  # flask.session is a LocalProxy


def signed_in() -> SignedIn | None:
    """Who is signed in with the browser of this request; read with the request's one statement."""
    browser = current()
    return browser.signed_in if browser.get(USER) else None
