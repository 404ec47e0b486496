"""Which rows a permission reaches: a relation is declared once, as an SQL condition."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from sqlalchemy import ColumnElement, Date, Select, bindparam, false, or_, select, true
from sqlalchemy.orm import Session

from core.foundation.database.bases import IdType
from core.values.asker import EVERYTHING, Asker
from core.values.permissions import Relation

# Somebody on some day: the statement of `allows` is built once for each extent of a permission, and asked with values.
_ANYBODY = Asker(
    person_id=cast(int, bindparam("the_asker", type_=IdType)),
    name="",
    roles=frozenset(),
    hat="",
    day=cast(date, bindparam("the_day", type_=Date())),
    grants={},
)


class Relations:
    """All relations that the parts declare, by kind of row and key."""

    def __init__(self, relations: Iterable[Relation]) -> None:
        self._by_kind: dict[tuple[type[Any], str], Relation] = {}
        self._one_row: dict[tuple[frozenset[str], type[Any]], Select[tuple[int]]] = {}
        for relation in relations:
            if (relation.kind, relation.key) in self._by_kind:
                raise ValueError(f"relation {relation.key} of {relation.kind.__name__} is declared twice")
            self._by_kind[relation.kind, relation.key] = relation

    def condition(self, asker: Asker, permission: str, kind: type[Any]) -> ColumnElement[bool]:
        """The rows of a kind that the asker's permission reaches."""
        return self.reached(asker, asker.scopes(permission), kind)

    def reached(self, asker: Asker, scopes: frozenset[str], kind: type[Any]) -> ColumnElement[bool]:
        """The rows of a kind that these scopes reach."""
        if EVERYTHING in scopes:
            return true()
        conditions = [
            self._by_kind[kind, scope].condition(asker) for scope in sorted(scopes) if (kind, scope) in self._by_kind
        ]
        return or_(*conditions) if conditions else false()

    def one_row(self, scopes: frozenset[str], kind: type[Any]) -> Select[tuple[int]]:
        """The row `the_row`, if `the_asker` reaches it with these scopes on `the_day`."""
        statement = self._one_row.get((scopes, kind))
        if statement is None:
            reached = self.reached(_ANYBODY, scopes, kind)
            statement = select(kind.id).where(kind.id == bindparam("the_row", type_=IdType), reached)
            self._one_row[scopes, kind] = statement
        return statement

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
    scopes = asker.scopes(permission)
    if not scopes:
        return False
    asked = {"the_row": row_id, "the_asker": asker.person_id, "the_day": asker.day}
    return session.connection().execute(_declared.one_row(scopes, kind), asked).first() is not None
