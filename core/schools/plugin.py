"""What core's part “schools” contributes; the same hooks as plugins."""

from collections.abc import Iterable

from core.schools.access import PERMISSIONS
from core.values.permissions import Permission
from hooks import hookimpl


@hookimpl
def permissions() -> Iterable[Permission]:
    return PERMISSIONS
