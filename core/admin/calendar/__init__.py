"""Pages of the school year and of lesson times; what changes here moves the planned lessons too."""

from flask import Blueprint

pages = Blueprint("calendar", "core.admin", url_prefix="/settings", template_folder="templates")

from core.admin.calendar import bell_views, year_views  # noqa: E402, F401  # they add their routes to `pages`
