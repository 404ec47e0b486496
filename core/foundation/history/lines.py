"""How a value stands in a line of history."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Column, Table

from core.values.access import SEALED, AccessClass

BOOKKEEPING = frozenset({"version", "revision"})
"""Columns that count changes themselves and so need no line."""


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return value


def _digest(value: Any) -> dict[str, str]:
    return {"digest": hashlib.sha256(orjson.dumps(_plain(value))).hexdigest()}


def kept(column: Column[Any], value: Any) -> Any:
    """What history keeps of a value: itself, or a digest where its access class is sealed."""
    if value is None:
        return None
    if column.info.get("access", AccessClass.GENERAL) in SEALED:
        return _digest(value)
    return _plain(value)


def line_value(column: Column[Any], value: Any) -> str:
    """A column's value as JSON text."""
    return orjson.dumps(kept(column, value)).decode()


def row_value(table: Table, values: Mapping[str, Any]) -> str:
    """A whole row as JSON text, without its id."""
    row = {name: kept(table.c[name], value) for name, value in values.items() if name != "id"}
    return orjson.dumps(row).decode()


def is_sealed(stored: Any) -> bool:
    """Only a digest of the value was kept."""
    return isinstance(stored, dict) and "digest" in stored


def restored(column: Column[Any], stored: Any) -> Any:
    """The Python value of what history kept. Raises ValueError for a digest."""
    if stored is None:
        return None
    if is_sealed(stored):
        raise ValueError(f"history keeps only a digest of {column.name}")
    kind = column.type.python_type
    if kind in (date, datetime, time):
        return kind.fromisoformat(stored)
    if kind is UUID:
        return UUID(stored)
    return stored
