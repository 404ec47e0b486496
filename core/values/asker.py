"""Who asks: a person of a school with roles, in one hat, on a day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

EVERYTHING = "school"
"""The scope of a permission that reaches the whole school."""


@dataclass(frozen=True, slots=True)
class AskerFacts:
    """What the database says of the person behind an account on a day."""

    person_id: int
    name: str
    """First name first."""
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Asker:
    """The person, and what the roles of the present hat permit, to which extent."""

    person_id: int
    name: str
    roles: frozenset[str]
    hat: str
    day: date
    grants: Mapping[str, frozenset[str]] = field(hash=False)
    """Permission key → scopes: keys of relations, or `school`."""
    hats: tuple[str, ...] = ()
    """All hats of the person, in order."""

    def scopes(self, permission: str) -> frozenset[str]:
        """To which extent the permission is held; empty where it is not."""
        return self.grants.get(permission, frozenset())

    def may(self, permission: str) -> bool:
        """The permission is held to some extent."""
        return permission in self.grants
