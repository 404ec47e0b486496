"""Every role against every address, generated from the address map: own and foreign child, class, journal, school.

What is expected follows from what each route declares and from the grants a school starts with. A route that declares
nothing, or whose arguments cannot be filled in for an own and a foreign subject, fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from core.foundation.permissions import OPEN, PUBLIC, SIGNED_IN, Access, access_of
from core.foundation.runtime import klade
from core.testing.world import PERSONAS, Persona, Unknown, World
from core.values.asker import EVERYTHING

pytestmark = pytest.mark.plugins("grading", "messaging", "printing", "viis_sync")

LAST = {
    "security.logout",
    "imports.discard",
    "invitations.end_person",
    "accounts.end_all_devices",
    "admin.disable",
    "people.end_role",
}
"""These end a session, a link or a plugin, so they come after the others."""

WITHOUT = {401, 403, 404}

NOT_THERE_YET = {"accounts.qr_code"}
"""Answer 404 until the person begins to set the second device up."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of the matrix."""

    rule: Rule
    method: str
    access: Access
    whose: str

    def __str__(self) -> str:
        return f"{self.method} {self.rule.rule} ({self.whose})"


def asked(app: Flask) -> Iterator[Asked]:
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint in LAST, rule.endpoint, rule.rule))
    for rule in rules:
        access = access_of(app.view_functions[rule.endpoint])
        assert access is not None, f"{rule.endpoint} declares no permission"
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            for whose in ("own", "foreign") if access.kind is not None else ("own",):
                yield Asked(rule, method, access, whose)


@pytest.fixture
def world(app: Flask, school: Any, desk: Any) -> World:
    return World(app, school, desk)


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.key)
def test_each_role_opens_what_it_may_and_nothing_else(app: Flask, world: World, persona: Persona) -> None:
    wrong: list[str] = []
    reading = world.client(persona)
    for one in asked(app):
        try:
            path = world.path(one.rule, persona, one.whose)
        except Unknown as argument:
            wrong.append(f"{one}: no {one.whose} subject for the argument “{argument}”")
            continue
        # What is sent may change the session it is sent in, or end all of the account; what is read does neither.
        is_read = one.method == "GET" and one.rule.endpoint not in LAST
        answer = _answer(reading if is_read else world.client(persona), one.method, path)
        if not is_read and "school" not in one.rule.arguments:
            reading = world.client(persona)
        expected = _is_allowed(app, one, persona)
        if _let_in(answer, one) != expected:
            told = answer.headers.get("Location", "")
            wrong.append(f"{one}: {answer.status_code} {told}, expected {'in' if expected else 'out'}")
        if answer.status_code >= 500:
            wrong.append(f"{one}: {answer.status_code}")
    assert not wrong, f"{persona.key}:\n" + "\n".join(wrong)


def _answer(client: FlaskClient, method: str, path: str) -> Any:
    return client.open(path, method=method, data={} if method == "POST" else None)


def _let_in(answer: Any, one: Asked) -> bool:
    if one.rule.endpoint in NOT_THERE_YET and answer.status_code == 404:
        return True
    # Public pages may themselves send a visitor to sign in first: the root, a code without a sign-in under way.
    sent_away = answer.headers.get("Location", "").startswith("/sign-in") and one.access.permission != PUBLIC
    return answer.status_code not in WITHOUT and not sent_away


def _is_allowed(app: Flask, one: Asked, persona: Persona) -> bool:
    permission = one.access.permission
    if permission == PUBLIC:
        return True
    if permission == SIGNED_IN:
        return persona.is_signed_in
    if permission == OPEN:
        return bool(persona.roles)
    granted = {owned.value.key: owned.value.granted for owned in klade(app).plugins.permissions()}
    scopes = {scope for role in persona.roles for scope in granted[permission].get(role, ())}
    if one.access.kind is None:
        return bool(scopes)
    related = persona.related.get(one.access.kind.__name__, frozenset()) if one.whose == "own" else frozenset()
    return EVERYTHING in scopes or bool(scopes & related)


def test_a_permission_is_granted_to_roles_that_exist(app: Flask, world: World) -> None:
    from sqlalchemy import select

    from core.people.models import Role

    with world.school.read() as session:
        roles = set(session.scalars(select(Role.key)))
    for owned in klade(app).plugins.permissions():
        assert set(owned.value.granted) <= roles, owned.value.key


def test_every_route_demands_a_permission_that_is_declared(app: Flask) -> None:
    known = {owned.value.key for owned in klade(app).plugins.permissions()} | {PUBLIC, SIGNED_IN, OPEN}
    for one in asked(app):
        assert one.access.permission in known, f"{one}: {one.access.permission}"


def test_static_files_are_public_and_nothing_else_lies_beside_them(client: FlaskClient, app: Flask) -> None:
    path = app.jinja_env.globals["asset"]("css/tokens.css")  # type: ignore[operator]  # the asset function
    with client.get(path) as answer:
        assert answer.status_code == 200
    with client.get(path.replace("css/tokens.css", "../views.py")) as answer:
        assert answer.status_code == 404
