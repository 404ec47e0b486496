"""Who sends the transcripts of a class."""

from flask_babel import lazy_gettext as _l

from core.values.permissions import Permission

SEND = "messaging.month"

PERMISSIONS = (
    Permission(
        SEND,
        _l("Send the month's transcripts of marks to families"),
        dict.fromkeys(("head", "deputy"), ("school",)) | {"class_teacher": ("class_teacher_of",)},
    ),
)
