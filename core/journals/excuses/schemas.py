"""What the pages of announcing and deciding read from their forms."""

from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from core.foundation import clock
from core.foundation.forms import Day
from core.journals.excuses.words import DOCUMENTS
from core.schools.calendar import NUMBERS

TODAY, TOMORROW, DAYS, LESSONS = "today", "tomorrow", "days", "lessons"
_NUMBER = validate.Range(NUMBERS[0], NUMBERS[-1])


class AnnouncementForm(Schema):
    """When a pupil is away, and why."""

    when = fields.String(required=True, validate=validate.OneOf((TODAY, TOMORROW, DAYS, LESSONS)))
    from_date = Day(load_default=None)
    until_date = Day(load_default=None)
    day = Day(load_default=None)
    first_lesson = fields.Integer(load_default=None, validate=_NUMBER)
    last_lesson = fields.Integer(load_default=None, validate=_NUMBER)
    reason = fields.String(
        required=True, error_messages={"required": _l("Choose the reason."), "null": _l("Choose the reason.")}
    )
    note = fields.String(load_default=None, validate=validate.Length(max=500))

    @validates_schema
    def _complete(self, values: dict[str, Any], **_kwargs: Any) -> None:
        if values["when"] == DAYS and values["from_date"] is None:
            raise ValidationError(_l("Write the first day."), "from_date")
        if values["when"] == LESSONS and values["first_lesson"] is None:
            raise ValidationError(_l("Write the number of the first lesson."), "first_lesson")


def span_of(values: dict[str, Any]) -> tuple[date, date, int | None, int | None]:
    """First day, last day, first and last lesson of what was chosen."""
    today = clock.today()
    if values["when"] == DAYS:
        return values["from_date"], values["until_date"] or values["from_date"], None, None
    if values["when"] == LESSONS:
        day = values["day"] or today
        return day, day, values["first_lesson"], values["last_lesson"] or values["first_lesson"]
    day = today if values["when"] == TODAY else today + timedelta(days=1)
    return day, day, None, None


class RejectionForm(Schema):
    """Why an announcement is rejected."""

    answer = fields.String(
        required=True,
        validate=validate.Length(max=500),
        error_messages={"required": _l("Write the reason: the family sees it.")},
    )


class AcceptanceForm(Schema):
    """On which paper the decision rests."""

    document = fields.String(load_default=None, validate=validate.OneOf(tuple(DOCUMENTS)))


class JustificationForm(Schema):
    """Why the selected absences are justified."""

    reason = fields.String(required=True)
    document = fields.String(load_default=None, validate=validate.OneOf(tuple(DOCUMENTS)))
