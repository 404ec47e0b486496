"""What core's part “journals” contributes; the same hooks as plugins."""

from collections.abc import Iterable

from core.journals.access import PERMISSIONS
from core.values.permissions import Permission
from hooks import hookimpl


@hookimpl
def permissions() -> Iterable[Permission]:
    return PERMISSIONS
