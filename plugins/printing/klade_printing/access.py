"""Who changes how the school's documents look."""

from flask_babel import lazy_gettext as _l

from core.values.permissions import Permission

TEMPLATES = "printing.templates"

PERMISSIONS = (
    # A template is a program, and it decides what every document says.
    Permission(TEMPLATES, _l("Upload templates of documents and choose which are used"), {"superuser": ("school",)}),
)
