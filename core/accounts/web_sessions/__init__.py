"""Being signed in with a browser: one row a browser, one statement a request."""

from core.accounts.web_sessions.browser import BrowserSession, current, signed_in
from core.accounts.web_sessions.interface import WebSessions
from core.accounts.web_sessions.records import Lifetimes, SignedIn, end, end_all, of_account

__all__ = [
    "BrowserSession",
    "Lifetimes",
    "SignedIn",
    "WebSessions",
    "current",
    "end",
    "end_all",
    "of_account",
    "signed_in",
]
