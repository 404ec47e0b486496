"""Accounts of an application: keys, web sessions, sign-in, and how the foundation asks who is signed in."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from flask import Flask
from sqlalchemy.orm import Session

from core.accounts.askers import Askers, ImpliedRole
from core.accounts.runtime import EXTENSION, open_accounts
from core.accounts.signing_in.extension import configure_security
from core.accounts.web_sessions import WebSessions, signed_in
from core.foundation.runtime import SignIn, klade
from core.values.asker import Asker, AskerFacts


def configure_accounts(app: Flask, implied: Sequence[ImpliedRole]) -> None:
    """Set up sign-in; `implied` are the roles that follow from facts of the parts."""
    program = klade(app)
    services = app.extensions[EXTENSION] = open_accounts(program.database, app.config)
    app.session_interface = WebSessions(program.database, services.keys.signing, services.lifetimes)
    configure_security(app, services)
    askers = Askers(implied)

    def asker(session: Session, account: str, day: date) -> AskerFacts | None:
        return askers.of(session, UUID(account), day)

    program.sign_in = SignIn(account=_account, asker=asker, missing_factor=_missing_factor)


def _account() -> str | None:
    found = signed_in()
    return str(found.account.id) if found else None


def _missing_factor(_asker: Asker, _needs_factor: bool) -> str | None:
    return None
