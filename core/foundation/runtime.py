"""What the composition root builds once and everything else asks for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app
from sqlalchemy.orm import Session

from core.foundation.database import Database
from core.foundation.duties import Duties
from core.foundation.permissions.grants import RoleBooks
from core.foundation.plugins import Plugins
from core.foundation.settings import Settings
from core.values.asker import Asker, AskerFacts
from core.values.marks import MarkScheme

if TYPE_CHECKING:
    from core.foundation.jobs.book import JobBook  # asking for a job needs the scope, which needs this


@dataclass(slots=True)
class SignIn:
    """How accounts answer the foundation: who is signed in, and who that is in a school."""

    account: Callable[[], str | None]
    """The uuid of the signed-in account of this request."""
    asker: Callable[[Session, str, date], AskerFacts | None]
    """The person behind an account in the session's school on a day."""
    person: Callable[[Session, int, date], AskerFacts | None]
    """The person of an id, as long as some account is theirs in the session's school on that day."""
    missing_factor: Callable[[Asker, bool], str | None]
    """The address to go to where a second factor is needed (bool) and was not given; nothing where all is well."""


@dataclass(slots=True)
class Klade:
    """The parts of a running program. The application keeps it in `extensions["klade"]`."""

    database: Database
    plugins: Plugins
    settings: Settings
    duties: Duties
    role_books: RoleBooks
    schemes: dict[str, tuple[str, MarkScheme]]
    """Key → owner and scheme."""
    jobs: "JobBook"
    sign_in: SignIn | None = None


def klade(app: Flask | None = None) -> Klade:
    """The running program behind an application (by default the present one)."""
    return cast(Klade, (app or current_app).extensions["klade"])
