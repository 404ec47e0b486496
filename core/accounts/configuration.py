"""How accounts take their place in the web application."""

from collections.abc import Sequence
from uuid import UUID

from flask import Flask

from core.accounts.askers import Askers, ImpliedRole
from core.accounts.runtime import ASKERS, EXTENSION, open_accounts
from core.accounts.second_factor import missing_factor
from core.accounts.signing_in.extension import configure_security
from core.accounts.signing_in.limits import configure_limits
from core.accounts.signing_in.views import blueprint as security_pages
from core.accounts.views import blueprint as account_pages
from core.accounts.web_sessions import WebSessions, signed_in
from core.foundation.runtime import SignIn, klade


def configure_accounts(app: Flask, implied_roles: Sequence[ImpliedRole]) -> None:
    """Web sessions, sign-in, the pages of accounts; tell the foundation who is signed in.

    Needs the program in `app.extensions["klade"]` and CSRF protection set up before.
    """
    program = klade(app)
    services = open_accounts(program.database, app.config)
    app.extensions[EXTENSION] = services
    app.session_interface = WebSessions(services.database, services.keys.signing, services.lifetimes)
    configure_security(app, services)
    configure_limits(app)
    app.register_blueprint(security_pages)
    app.register_blueprint(account_pages)
    askers = app.extensions[ASKERS] = Askers(implied_roles)
    program.sign_in = SignIn(
        account=_signed_in_account,
        asker=lambda session, account, day: askers.of(session, UUID(account), day),
        person=askers.of_person,
        missing_factor=missing_factor,
    )


def _signed_in_account() -> str | None:
    browser = signed_in()
    return str(browser.account_id) if browser else None
