"""What the pages about the school read from their forms."""

from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from core.foundation.forms import Day
from core.schools.calendar import FREE, GRADES, TEACHING

KINDS = ("subject", "basic", "advanced", "specialised")
_GRADE = validate.Range(GRADES[0], GRADES[-1])


class GradeRange(Schema):
    """From which to which grade something holds."""

    grade_from = fields.Integer(required=True, validate=_GRADE)
    grade_until = fields.Integer(required=True, validate=_GRADE)

    @validates_schema
    def _in_order(self, values: dict[str, Any], **_kwargs: Any) -> None:
        if values["grade_until"] < values["grade_from"]:
            raise ValidationError(_l("The last grade is below the first."), "grade_until")


class Period(GradeRange):
    """Days of a range of grades."""

    from_date = Day(required=True)
    until_date = Day(required=True)

    @validates_schema
    def _days_in_order(self, values: dict[str, Any], **_kwargs: Any) -> None:
        if values["until_date"] < values["from_date"]:
            raise ValidationError(_l("The last day is before the first."), "until_date")


class TermForm(Period):
    number = fields.Integer(required=True, validate=validate.Range(1, 4))


class Titled(Schema):
    """A title in Latvian; where none is given in English, the same."""

    title_lv = fields.String(required=True, validate=validate.Length(max=80))
    title_en = fields.String(validate=validate.Length(max=80))

    @post_load
    def _in_english(self, values: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        return {"title_en": values.get("title_lv", "")} | values


class BreakForm(Titled, Period):
    pass


class OverrideForm(Titled, GradeRange):
    day = Day(required=True)
    kind = fields.String(required=True, validate=validate.OneOf((FREE, TEACHING)))
    runs_as = fields.Integer(load_default=None, validate=validate.Range(1, 5))
    bell_schedule_id = fields.Integer(load_default=None)


class YearForm(Schema):
    from_date = Day(required=True)
    until_date = Day(required=True)


class ScheduleForm(GradeRange):
    title = fields.String(required=True, validate=validate.Length(max=80))
    is_usual = fields.Boolean(load_default=False)
    weekdays = fields.List(fields.Integer(validate=validate.Range(1, 7)), load_default=list)


class SubjectForm(Schema):
    title = fields.String(required=True, validate=validate.Length(max=120))
    short_title = fields.String(required=True, validate=validate.Length(max=12))
    kind = fields.String(load_default=KINDS[0], validate=validate.OneOf(KINDS))
    area = fields.String(load_default=None, validate=validate.Length(max=80))
    national_code = fields.String(load_default=None, validate=validate.Length(max=20))
    usual_scheme = fields.String(load_default=None)
    position = fields.Integer(load_default=None, validate=validate.Range(0, 9999))


class RoomForm(Schema):
    name = fields.String(required=True, validate=validate.Length(max=40))
    building = fields.String(load_default=None, validate=validate.Length(max=80))
    seats = fields.Integer(load_default=None, validate=validate.Range(1, 2000))
