"""Pages of an account, outside any school."""

from core.accounts.views import contacts, devices, factor, joining, own, resetting, schools
from core.accounts.views.pages import blueprint

__all__ = ["blueprint", "contacts", "devices", "factor", "joining", "own", "resetting", "schools"]
