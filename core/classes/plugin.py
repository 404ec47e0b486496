"""What core's part “classes” contributes; the same hooks as plugins."""

from collections.abc import Iterable

from core.classes.access import PERMISSIONS
from core.values.permissions import Permission
from hooks import hookimpl


@hookimpl
def permissions() -> Iterable[Permission]:
    return PERMISSIONS
