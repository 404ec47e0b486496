"""Own notices for everybody; deliveries for who looks after them."""

from flask import Blueprint

from core.foundation.permissions import OPEN, access
from core.notices.access import DELIVERIES

notices = Blueprint("notices", "core.notices", template_folder="templates")
deliveries = Blueprint("deliveries", "core.notices", template_folder="templates")


@notices.get("/notices")
@access(OPEN)
def index() -> str:
    return ""


@deliveries.get("/settings/deliveries")
@access(DELIVERIES)
def sent() -> str:
    return ""


deliveries.add_url_rule("/settings/deliveries/x", "index", sent)
