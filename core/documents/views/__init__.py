"""Pages of documents: print-outs of classes, the register of what was issued, the family's list."""

from core.documents.views import classes, family, of_class, print_outs, register
from core.documents.views.pages import blueprint

__all__ = ["blueprint", "classes", "family", "of_class", "print_outs", "register"]
