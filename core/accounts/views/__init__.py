"""Pages of an account, outside any school."""

from core.accounts.views import devices, factor, joining, own, resetting, schools
from core.accounts.views.pages import blueprint

__all__ = ["blueprint", "devices", "factor", "joining", "own", "resetting", "schools"]
