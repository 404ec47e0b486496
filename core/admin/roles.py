"""Which role may do what, as a matrix to read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation.database import state_of
from core.foundation.plugins import CORE, Plugins
from core.people.models import Role, RolePermission
from core.people.words import role_title
from core.values.asker import EVERYTHING

RELATIONS: dict[str, Any] = {
    "teaches": _l("own"),
    "class_teacher_of": _l("own class"),
    "guardian_of": _l("own children"),
    "guardian_sees_marks": _l("own children, with the right to see marks"),
    "guardian_sees_attendance": _l("own children, with the right to see attendance"),
    "guardian_may_excuse": _l("own children, with the right to excuse"),
    "adult_self": _l("own, of age"),
    "self": _l("own"),
    "colleague": _l("colleagues"),
}


@dataclass(frozen=True, slots=True)
class Right:
    """What a role may: everything of the school, a part told in words, or nothing."""

    is_whole: bool
    parts: Sequence[str]

    def __bool__(self) -> bool:
        return self.is_whole or bool(self.parts)


@dataclass(frozen=True, slots=True)
class RightsLine:
    """A permission and the right that each role has to it."""

    key: str
    title: str
    owner: str
    """The plugin it comes from; nothing for core."""
    rights: Sequence[Right]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Roles from left to right, permissions from the top."""

    roles: Sequence[str]
    lines: Sequence[RightsLine]


def matrix(session: Session, plugins: Plugins) -> Matrix:
    """The rights of the school's roles, of core and of the plugins that it has enabled. Two statements."""
    enabled = state_of(session).plugins
    roles = session.scalars(select(Role).order_by(Role.position)).all()
    granted: dict[tuple[str, str], set[str]] = {}
    rows = select(RolePermission.role_key, RolePermission.permission_key, RolePermission.scope)
    for role, permission, scope in session.execute(rows):
        granted.setdefault((role, permission), set()).add(scope)
    words = RELATIONS | {owned.value.key: owned.value.title for owned in plugins.relations()}
    lines = [
        RightsLine(
            owned.value.key,
            str(owned.value.title),
            "" if owned.owner == CORE else owned.owner,
            [_right(granted.get((role.key, owned.value.key), set()), words) for role in roles],
        )
        for owned in plugins.permissions()
        if owned.owner == CORE or owned.owner in enabled
    ]
    return Matrix([role_title(role) for role in roles], lines)


def _right(scopes: set[str], words: Mapping[str, Any]) -> Right:
    parts = dict.fromkeys(str(words.get(scope, scope)) for scope in sorted(scopes - {EVERYTHING}))
    return Right(EVERYTHING in scopes, tuple(parts))
