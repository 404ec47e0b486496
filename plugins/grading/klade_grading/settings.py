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
    round_up_from = fields.Integer(
        required=True,
        validate=validate.Range(1, 99, error=_l("Between 1 and 99 hundredths.")),
        metadata={
            "label": _l("Round proposed marks up from, in hundredths"),
            "hint": _l("With 50 an average of 7.50 is proposed as 8. The teacher confirms or writes another mark."),
        },
    )
    year_from_semesters = fields.Boolean(
        required=True,
        metadata={
            "label": _l("Propose the year mark from the two semester marks"),
            "hint": _l("A half goes towards semester 2. Without this it is the average of the year's summative marks."),
        },
    )


SECTION = SettingsSection(
    key="grading",
    title=_l("Assessment"),
    schema=GradingSettings,
    defaults={"unmarked_days": 10, "round_up_from": 50, "year_from_semesters": True},
    order=300,
)
