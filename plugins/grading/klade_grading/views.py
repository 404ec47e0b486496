"""Pages of grading."""

from flask import Blueprint, render_template

from core.foundation.permissions import access
from klade_grading.scales import SCALES

pages = Blueprint("grading", __name__, url_prefix="/grading", template_folder="templates")


@pages.get("/scales")
@access("grading.scales")
def scales() -> str:
    """What each scale's values are and mean."""
    return render_template("grading/scales.html", scales=SCALES)
