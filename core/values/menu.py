"""Entries of menus and of checklists."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Area(StrEnum):
    """Where a menu stands."""

    MAIN = "main"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A link that stands in a menu for those who hold its permission."""

    key: str
    title: Any
    endpoint: str
    permission: str
    order: int = 100
    values: Mapping[str, Any] = field(default_factory=dict)
    hint: Any = None
    """One sentence under the link in the settings area."""
