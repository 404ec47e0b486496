"""Access classes of columns and tables: who may see a kind of data at all."""

from enum import StrEnum
from typing import Any


class AccessClass(StrEnum):
    """A query selects only the classes that the asker may see (`design.md` 6)."""

    GENERAL = "general"
    CONTACT = "contact"
    HEALTH = "health"
    LEGAL = "legal"
    SUPPORT = "support"
    SECRET = "secret"


SEALED = frozenset({AccessClass.HEALTH, AccessClass.LEGAL, AccessClass.SUPPORT, AccessClass.SECRET})
"""The classes of which history keeps only a digest."""


def classed(access: AccessClass) -> dict[str, Any]:
    """The `info` of a column of that class."""
    return {"access": access}
