"""The numbers of the school's own rules of assessment."""

from flask_babel import lazy_gettext as _l
from marshmallow import Schema, fields, validate

from core.values.settings import SettingsSection


class GradingSettings(Schema):
    """What is read from the settings page and from storage."""

    unmarked_days = fields.Integer(
        required=True,
        validate=validate.Range(1, 60, error=_l("Between 1 and 60 days.")),
        metadata={
            "label": _l("Days to mark a summative work"),
            "hint": _l("A summative work without a single mark becomes a duty of its teacher after so many days."),
        },
    )


SECTION = SettingsSection(
    key="grading", title=_l("Assessment"), schema=GradingSettings, defaults={"unmarked_days": 10}, order=300
)
