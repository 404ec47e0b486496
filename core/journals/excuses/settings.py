"""The numbers of the school's rules for absences."""

from datetime import time

from flask_babel import lazy_gettext as _l
from marshmallow import Schema, fields, validate

from core.foundation.forms import Hour
from core.values.settings import SettingsSection


class AbsenceSettings(Schema):
    """What is read from the settings page and from storage."""

    grace_minutes = fields.Integer(
        required=True,
        validate=validate.Range(0, 24 * 60),
        metadata={
            "label": _l("Families see attendance after, minutes"),
            "hint": _l("Counted from the roll call, so that a slip can be mended first."),
        },
    )
    latest_hour = Hour(
        format="%H:%M",
        required=True,
        metadata={
            "label": _l("Absences of the day are announced by"),
            "hint": _l("What comes later is taken all the same and marked as late for the class teacher."),
        },
    )
    notes_a_term = fields.Integer(
        required=True,
        validate=validate.Range(0, 100),
        metadata={
            "label": _l("Notes of parents in a semester"),
            "hint": _l("The class teacher sees how many were used; nothing is refused by itself."),
        },
    )
    days_a_note = fields.Integer(
        required=True,
        validate=validate.Range(1, 60),
        metadata={"label": _l("Days that one note of the parents may cover")},
    )
    decide_days = fields.Integer(
        required=True,
        validate=validate.Range(0, 30),
        metadata={
            "label": _l("Announced absences are decided within, days"),
            "hint": _l("Until then the class teacher has it among what is to do; after that it is overdue."),
        },
    )


SECTION = SettingsSection(
    key="absences",
    title=_l("Absences"),
    schema=AbsenceSettings,
    defaults={"grace_minutes": 10, "latest_hour": time(10), "notes_a_term": 3, "days_a_note": 3, "decide_days": 3},
    order=210,
)
