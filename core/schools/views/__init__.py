"""Pages of what is taught, and where."""

from flask import Blueprint

pages = Blueprint("schools", "core.schools", url_prefix="/settings", template_folder="templates")

from core.schools.views import programmes, rooms, subjects  # noqa: E402, F401  # they add their routes to `pages`
