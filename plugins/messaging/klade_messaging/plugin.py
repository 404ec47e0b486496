"""What messaging contributes through the hooks."""

from collections.abc import Iterable

from core.values.permissions import Permission, Relation
from hooks import hookimpl
from klade_messaging.letters.access import PERMISSIONS, RELATIONS


@hookimpl
def permissions() -> Iterable[Permission]:
    return PERMISSIONS


@hookimpl
def relations() -> Iterable[Relation]:
    return RELATIONS
