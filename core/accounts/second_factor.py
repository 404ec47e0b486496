"""Where the second factor is required: it was set up, and proved with this browser."""

from datetime import timedelta

from flask import request, url_for

from core.accounts.settings import SECTION
from core.accounts.web_sessions import SignedIn, signed_in
from core.foundation import clock
from core.foundation.runtime import klade
from core.foundation.scope import scope
from core.values.asker import Asker

PROVED_FOR = timedelta(days=30)
"""In a browser that stays signed in, the second factor is asked for again after this time."""


def second_factor_missing(needed: bool, browser: SignedIn) -> str | None:
    """The endpoint to go to first: to set the factor up or to prove it; nothing where all is well."""
    if not needed:
        return None
    if not browser.has_second_factor:
        return "security.two_factor_setup"
    proved = browser.second_factor_at
    if proved is None or clock.now() - proved > PROVED_FOR:
        return "accounts.prove_second_factor"
    return None


def missing_factor(_asker: Asker, needed: bool) -> str | None:
    """The address where the asker of this request sets up or proves the second factor, if it is missing."""
    browser = signed_in()
    if browser is None or (needed and _is_waived()):
        return None
    endpoint = second_factor_missing(needed, browser)
    if endpoint is None:
        return None
    return url_for(endpoint, next=request.path if request.method == "GET" else None)


def _is_waived() -> bool:
    """Only a demonstration school may do without."""
    if not scope.school.demo:
        return False
    return not klade().settings.values(scope.session, SECTION)["second_factor_required"]
