"""Who may bring files into the school."""

from flask_babel import lazy_gettext as _l

from core.values.permissions import Permission

RUN = "imports.run"

PERMISSIONS = (
    Permission(
        RUN,
        _l("Import files, and take imports back"),
        {"superuser": ("school",), "record_keeper": ("school",)},
    ),
)
