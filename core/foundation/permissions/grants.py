"""What the roles of a school permit; the school's data, cached under its revision."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from core.foundation.database.sessions import school_of, state_of
from core.foundation.plugins import CORE, Owned
from core.values.permissions import Permission

HATS = ("staff", "guardian", "pupil")


@dataclass(frozen=True, slots=True)
class RoleBook:
    """The roles of a school under one revision: hats, second factor, and permission → scopes of each."""

    hats: Mapping[str, str]
    second_factor: frozenset[str]
    grants: Mapping[str, Mapping[str, frozenset[str]]]

    def hats_of(self, roles: Iterable[str]) -> tuple[str, ...]:
        """The hats of these roles, in order."""
        worn = {self.hats[role] for role in roles if role in self.hats}
        return tuple(hat for hat in HATS if hat in worn)

    def grants_in(self, hat: str, roles: Iterable[str]) -> dict[str, frozenset[str]]:
        """Permission → scopes of those of the roles that belong to a hat."""
        together: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
        for role in roles:
            if self.hats.get(role) == hat:
                for permission, scopes in self.grants.get(role, {}).items():
                    together[permission] |= scopes
        return dict(together)


class RoleBooks:
    """Role books by school and revision."""

    def __init__(self, role: Table, role_permission: Table, permissions: Collection[Owned[Permission]]) -> None:
        self._role = role
        self._role_permission = role_permission
        self._owners = {owned.value.key: owned.owner for owned in permissions}
        self._books: dict[str, tuple[int, RoleBook]] = {}

    def of(self, session: Session) -> RoleBook:
        """The role book of the session's school; no statement where its revision has not moved."""
        school, state = school_of(session).database_name, state_of(session)
        kept = self._books.get(school)
        if kept is None or kept[0] != state.revision:
            kept = self._books[school] = (state.revision, self._read(session, state.plugins))
        return kept[1]

    def _read(self, session: Session, enabled: Collection[str]) -> RoleBook:
        roles: Any = session.execute(select(self._role.c.key, self._role.c.hat, self._role.c.needs_second_factor)).all()
        grants: dict[str, dict[str, frozenset[str]]] = {key: {} for key, _, _ in roles}
        table = self._role_permission
        for role, permission, scope in session.execute(select(table.c.role_key, table.c.permission_key, table.c.scope)):
            owner = self._owners.get(permission)
            if owner == CORE or owner in enabled:
                of_role = grants.setdefault(role, {})
                of_role[permission] = of_role.get(permission, frozenset()) | {scope}
        return RoleBook(
            hats={key: hat for key, hat, _ in roles},
            second_factor=frozenset(key for key, _, needed in roles if needed),
            grants=grants,
        )
