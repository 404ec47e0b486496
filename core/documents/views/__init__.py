"""Pages of documents: transcripts of a class, the register of what was issued."""

from core.documents.views import classes, register, transcripts
from core.documents.views.pages import blueprint

__all__ = ["blueprint", "classes", "register", "transcripts"]
