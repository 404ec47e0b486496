"""Who may do what, to which rows: declared once, asked everywhere."""

from core.foundation.permissions.routes import OPEN, PUBLIC, SIGNED_IN, Access, access, access_of
from core.foundation.permissions.rows import Relations, allows, visible

__all__ = ["OPEN", "PUBLIC", "SIGNED_IN", "Access", "Relations", "access", "access_of", "allows", "visible"]
