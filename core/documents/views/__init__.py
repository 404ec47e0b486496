"""Pages of documents: transcripts of a class, the register of what was issued, the family's list."""

from core.documents.views import classes, family, register, transcripts
from core.documents.views.pages import blueprint

__all__ = ["blueprint", "classes", "family", "register", "transcripts"]
