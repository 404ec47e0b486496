"""Permissions, and the relations by which they reach rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement

from core.values.asker import Asker


@dataclass(frozen=True, slots=True)
class Permission:
    """Something a role may be allowed to do.

    `granted` seeds new schools: role key → scopes (a relation's key, or `school`). A school may change it.
    """

    key: str
    title: Any
    granted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Relation:
    """A way in which a person stands to a row, as one SQL condition on the row's table."""

    key: str
    kind: type[Any]
    condition: Callable[[Asker], ColumnElement[bool]]
    title: Any = None
    """On the page of access rights, where a plugin brings it: `own letters`."""
