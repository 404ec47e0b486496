"""Which rows a permission reaches: a relation is declared once, as an SQL condition."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, false, or_, select, true
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import False_

from core.values.asker import EVERYTHING, Asker
from core.values.permissions import Relation


class Relations:
    """All relations that the parts declare, by kind of row and key."""

    def __init__(self, relations: Iterable[Relation]) -> None:
        self._by_kind: dict[tuple[type[Any], str], Relation] = {}
        for relation in relations:
            if (relation.kind, relation.key) in self._by_kind:
                raise ValueError(f"relation {relation.key} of {relation.kind.__name__} is declared twice")
            self._by_kind[relation.kind, relation.key] = relation

    def condition(self, asker: Asker, permission: str, kind: type[Any]) -> ColumnElement[bool]:
        """The rows of a kind that the asker's permission reaches."""
        scopes = asker.scopes(permission)
        if EVERYTHING in scopes:
            return true()
        conditions = [
            self._by_kind[kind, scope].condition(asker) for scope in sorted(scopes) if (kind, scope) in self._by_kind
        ]
        return or_(*conditions) if conditions else false()

    def keys_of(self, kind: type[Any]) -> list[str]:
        """Keys of the relations by which a person may stand to rows of a kind."""
        return sorted(key for its_kind, key in self._by_kind if its_kind is kind)

    def kinds(self) -> set[type[Any]]:
        """The kinds of rows that relations reach."""
        return {kind for kind, _ in self._by_kind}


_declared = Relations(())


def declare(relations: Relations) -> None:
    """Set the relations of this program; the composition root calls it once."""
    global _declared  # noqa: PLW0603  # the relations are code, the same for every application in the process
    _declared = relations


def declared() -> Relations:
    return _declared


def visible(asker: Asker, permission: str, kind: type[Any]) -> Select[tuple[int]]:
    """The ids of the rows that the asker may reach with a permission: the start of every list and search."""
    return select(kind.id).where(_declared.condition(asker, permission, kind))


def allows(session: Session, asker: Asker, permission: str, kind: type[Any], row_id: int) -> bool:
    """The one-row form of `visible`."""
    condition = _declared.condition(asker, permission, kind)
    if isinstance(condition, False_):
        return False
    return bool(session.scalar(select(exists().where(kind.id == row_id, condition))))
