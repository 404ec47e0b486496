"""By when the month's transcripts are sent, and whether they go by themselves."""

from flask_babel import lazy_gettext as _l
from marshmallow import Schema, fields, validate

from core.values.settings import SettingsSection


class MonthSettings(Schema):
    """What is read from the settings page and from storage."""

    days_before = fields.Integer(
        required=True,
        validate=validate.Range(0, 27),
        metadata={
            "label": _l("Days before the end of a month when sending becomes due work"),
            "hint": _l("From then on it stands among what the class teacher is to do."),
        },
    )
    days_after = fields.Integer(
        required=True,
        validate=validate.Range(0, 27),
        metadata={
            "label": _l("Days after the end of a month until which the transcripts are sent"),
            "hint": _l("After that it is overdue. So long the page also offers the past month first."),
        },
    )
    automatic_day = fields.Integer(
        required=True,
        validate=validate.Range(0, 28),
        metadata={
            "label": _l("Day of the next month on which transcripts go by themselves"),
            "hint": _l("At 16:00, for each class whose class teacher has not sent them. 0: never by themselves."),
        },
    )


SECTION = SettingsSection(
    key="messaging_month",
    title=_l("Monthly transcripts"),
    schema=MonthSettings,
    defaults={"days_before": 5, "days_after": 5, "automatic_day": 0},
    order=325,
)
