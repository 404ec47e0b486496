"""Pages of the register of journals."""

from flask import Blueprint

pages = Blueprint("register", "core.journals", url_prefix="/journals", template_folder="templates")

from core.journals.register.views import journals, membership  # noqa: E402, F401  # they add their routes to `pages`
