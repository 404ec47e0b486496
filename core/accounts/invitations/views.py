"""Pages of a school about who signs in: invite many, print slips, one person's access."""

from flask import Blueprint

blueprint = Blueprint("invitations", __name__, url_prefix="/invitations")
