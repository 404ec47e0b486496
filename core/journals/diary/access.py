"""What families may see of a pupil's days."""

from flask_babel import lazy_gettext as _l

from core.values.permissions import Permission

PERMISSIONS = (
    Permission("diary.read", _l("See the diary"), {"guardian": ("guardian_of",), "pupil": ("self",)}),
    Permission("diary.marks", _l("See marks in the diary"), {"guardian": ("guardian_sees_marks",), "pupil": ("self",)}),
    Permission(
        "diary.attendance",
        _l("See absences in the diary"),
        {"guardian": ("guardian_sees_attendance",), "pupil": ("self",)},
    ),
    Permission("diary.decide", _l("Decide, of age, what guardians see"), {"pupil": ("adult_self",)}),
)
