"""The permissions to invite persons and to end their access."""

from flask_babel import lazy_gettext as _l

from core.values.permissions import Permission

INVITE = "accounts.invite"
INVITE_STAFF = "accounts.invite_staff"

PERMISSIONS = (
    Permission(
        INVITE,
        _l("Invite pupils and parents with a one-time code, and end their access"),
        dict.fromkeys(("superuser", "record_keeper", "secretary"), ("school",))
        | {"class_teacher": ("class_teacher_of", "guardian_in_own_class")},
    ),
    # Whoever hands out a code could use it: with this one they could become anybody on the staff (R2.1.5).
    Permission(INVITE_STAFF, _l("Invite staff with a one-time code, and end their access"), {"superuser": ("school",)}),
)
