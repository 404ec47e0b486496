"""Permissions over lockers, and the grants that a school starts with."""

from flask_babel import lazy_gettext as _l

from core.values.permissions import Permission

PERMISSIONS = (
    Permission(
        "lockers.list",
        _l("See who has which locker"),
        {
            "superuser": ("school",),
            "secretary": ("school",),
            "class_teacher": ("class_teacher_of",),
            "pupil": ("self",),
        },
    ),
    Permission(
        "lockers.hand_out",
        _l("Hand out lockers and take them back"),
        {"superuser": ("school",), "secretary": ("school",)},
    ),
)
