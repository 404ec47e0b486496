"""The numbers of the school's rules for journals."""

from datetime import time

from flask_babel import lazy_gettext as _l
from marshmallow import Schema, fields, validate

from core.values.settings import SettingsSection


class JournalSettings(Schema):
    """What is read from the settings page and from storage."""

    due_time = fields.Time(
        format="%H:%M",
        required=True,
        metadata={
            "label": _l("Lessons are filled in by"),
            "hint": _l("The hour of the same day by which topic and homework are written."),
        },
    )
    grace_minutes = fields.Integer(
        required=True,
        validate=validate.Range(0, 24 * 60, error=_l("Between 0 and 1440 minutes.")),
        metadata={
            "label": _l("But never sooner than, minutes after the lesson"),
            "hint": _l("Who teaches in the afternoon or evening has so many minutes from the lesson's end."),
        },
    )
    look_back_days = fields.Integer(
        required=True,
        validate=validate.Range(1, 60, error=_l("Between 1 and 60 days.")),
        metadata={
            "label": _l("School days looked back on"),
            "hint": _l("Older lessons are left to the inspection of journals."),
        },
    )
    note_days = fields.Integer(
        required=True,
        validate=validate.Range(1, 365, error=_l("Between 1 and 365 days.")),
        metadata={
            "label": _l("Days in which an own note may be changed"),
            "hint": _l("Whoever wrote a note about a journal may change or withdraw it for so many days."),
        },
    )


SECTION = SettingsSection(
    key="journals",
    title=_l("Journals"),
    schema=JournalSettings,
    defaults={"due_time": time(17), "grace_minutes": 60, "look_back_days": 14, "note_days": 14},
    order=200,
)
