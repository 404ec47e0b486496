"""The scope of a request: which school, who asks, one session to read with, one way to write."""

import time
from collections.abc import Callable
from typing import Any, TypeVar, cast
from uuid import uuid4

from flask import Flask, g, redirect, request
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.local import LocalProxy
from werkzeug.wrappers import Response

from core.foundation import clock
from core.foundation.database import Author, SchoolRef, state_of
from core.foundation.database.directory import school_named
from core.foundation.errors import NotAllowed, NotFound, NotSignedIn
from core.foundation.permissions.routes import OPEN, PUBLIC, SIGNED_IN, Access, access_of
from core.foundation.permissions.rows import allows
from core.foundation.plugins import CORE
from core.foundation.runtime import Klade, klade
from core.values.asker import Asker, AskerFacts

T = TypeVar("T")

HAT_COOKIE = "klade_hat"
# A slug is only a label: the school's own state, read first, says whether its database still stands there.
_SLUG_SECONDS = 5.0


class Scope:
    """What a view of a school may rely on."""

    def __init__(self, program: Klade, school: SchoolRef) -> None:
        self._klade = program
        self._session: Session | None = None
        self._asker: Asker | None = None
        self.school = school
        self.request_id = str(uuid4())

    @property
    def session(self) -> Session:
        """The request's one reading session."""
        if self._session is None:
            self._session = self._klade.database.open_for_reading(self.school)
        return self._session

    @property
    def asker(self) -> Asker:
        """Who asks. Raises NotSignedIn where nobody does."""
        if self._asker is None:
            raise NotSignedIn(_l("Please sign in."))
        return self._asker

    @property
    def has_asker(self) -> bool:
        return self._asker is not None

    @property
    def author(self) -> Author:
        """The asker as the author of changes."""
        return Author(self.asker.person_id, self.asker.name, request_id=self.request_id)

    def wear(self, asker: Asker) -> None:
        """From here on this asker asks."""
        self._asker = asker

    def write(self, kind: str, work: Callable[[Session], T], reason: str | None = None) -> T:
        """Run `work` in one writing transaction; the reading session is let go first.

        No thread holds two connections of one school. Raises Unavailable, Conflict.
        """
        self.release()
        return self._klade.database.write(self.school, self.author, work, kind=kind, reason=reason)

    def release(self) -> None:
        """Let the reading session go; the next use opens a fresh one."""
        if self._session is not None:
            self._session.close()
            self._session = None


def _current() -> Scope:
    if "klade_scope" not in g:
        raise RuntimeError("this address belongs to no school")
    return cast(Scope, g.klade_scope)


scope: Scope = cast(Scope, LocalProxy(_current))


def has_scope() -> bool:
    """The present address belongs to a school."""
    return "klade_scope" in g


class _Slugs:
    """Slug → school, kept for seconds."""

    def __init__(self, program: Klade) -> None:
        self._klade = program
        self._kept: dict[str, tuple[float, SchoolRef]] = {}

    def school(self, slug: str) -> SchoolRef:
        kept = self._kept.get(slug)
        if kept is None or kept[0] < time.monotonic():
            with self._klade.database.directory() as session:
                kept = (time.monotonic() + _SLUG_SECONDS, school_named(session, slug))
            self._kept[slug] = kept
        return kept[1]


def configure_scope(app: Flask, owners: dict[str, str]) -> None:
    """Resolve the school of each address, who asks, and whether they may; `owners` says whose each blueprint is."""
    program = klade(app)
    slugs = _Slugs(program)

    @app.url_value_preprocessor
    def _school(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values is not None and "school" in values:
            g.klade_scope = Scope(program, slugs.school(values.pop("school")))

    @app.url_defaults
    def _slug(endpoint: str, values: dict[str, Any]) -> None:
        if "school" not in values and "klade_scope" in g and app.url_map.is_endpoint_expecting(endpoint, "school"):
            values["school"] = g.klade_scope.school.slug

    @app.before_request
    def _check() -> Response | None:
        if request.endpoint is None:
            return None
        demanded = access_of(app.view_functions.get(request.endpoint))
        if demanded is None:
            raise NotAllowed(_l("This page declares no permission and stays closed."))
        return _checked(program, demanded, owners.get(request.blueprint or "", CORE))

    @app.teardown_request
    def _close(_error: BaseException | None) -> None:
        if "klade_scope" in g:
            g.klade_scope.release()


def _checked(program: Klade, demanded: Access, owner: str) -> Response | None:
    if demanded.permission == PUBLIC:
        return None
    sign_in = program.sign_in
    account = sign_in.account() if sign_in else None
    if sign_in is None or account is None:
        raise NotSignedIn(_l("Please sign in."))
    if demanded.permission == SIGNED_IN:
        return None
    here = _current()
    session = here.session
    if owner != CORE and owner not in state_of(session).plugins:
        raise NotFound(_l("There is no such page."))
    day = clock.today()
    facts = sign_in.asker(session, account, day)
    if facts is None or not facts.roles:
        raise NotFound(_l("There is no such page."))
    asker, needs_factor = _asker_for(program, session, facts, demanded, day)
    elsewhere = sign_in.missing_factor(asker, needs_factor)
    if elsewhere is not None:
        return redirect(elsewhere)
    here.wear(asker)
    return None


def _asker_for(program: Klade, session: Session, facts: AskerFacts, demanded: Access, day: Any) -> tuple[Asker, bool]:
    """The asker in the worn hat; where that may not, in another of the person's hats that may."""
    book = program.role_books.of(session)
    hats = book.hats_of(facts.roles)
    if not hats:
        raise NotFound(_l("There is no such page."))
    worn = request.cookies.get(HAT_COOKIE, "")
    order = sorted(hats, key=lambda hat: hat != worn)
    row_id = (request.view_args or {}).get(demanded.argument) if demanded.argument else None
    needs_factor = not book.second_factor.isdisjoint(facts.roles)
    for hat in order:
        asker = Asker(facts.person_id, facts.name, facts.roles, hat, day, book.grants_in(hat, facts.roles), hats)
        if demanded.permission == OPEN:
            return asker, needs_factor
        if demanded.kind is None:
            if asker.may(demanded.permission):
                return asker, needs_factor
        elif row_id is not None and allows(session, asker, demanded.permission, demanded.kind, row_id):
            return asker, needs_factor
    if demanded.kind is None:
        raise NotAllowed(_l("Your roles in this school do not include this. The school's superuser can change that."))
    raise NotFound(_l("There is no such page."))
