"""Pages about persons: lists of pupils and staff, the personal file, decisions about guardians."""

from core.people.views import file, guardians, pupils, staff
from core.people.views.pages import blueprint

__all__ = ["blueprint", "file", "guardians", "pupils", "staff"]
