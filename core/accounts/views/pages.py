"""The blueprint of an account's pages, and what its views share."""

from pathlib import Path

from flask import Blueprint

from core.accounts.web_sessions import SignedIn, signed_in
from core.foundation.errors import NotSignedIn

blueprint = Blueprint("accounts", __name__, template_folder=str(Path(__file__).parent.parent / "templates"))


def me() -> SignedIn:
    """Who is signed in. Raises NotSignedIn; `access(SIGNED_IN)` has asked before."""
    browser = signed_in()
    if browser is None:
        raise NotSignedIn("")
    return browser
