"""Pages of the timetable."""

from flask import Blueprint

pages = Blueprint("timetable", "core.journals", url_prefix="/timetable", template_folder="templates")

from core.journals.timetable.views import entries, weeks  # noqa: E402, F401  # they add their routes to `pages`
