"""Permissions over marks and their scales."""

from flask_babel import lazy_gettext as _l

from core.values.permissions import Permission

_WHO = ("superuser", "head", "deputy", "secretary", "teacher", "class_teacher", "support")

PERMISSIONS = (
    Permission(
        "grading.scales",
        _l("See the marking scales and what their values mean"),
        dict.fromkeys(_WHO, ("school",)),
    ),
)
