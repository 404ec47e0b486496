"""What the timetable's pages read from their forms."""

from marshmallow import Schema, fields, validate

from core.foundation.forms import Day
from core.schools.calendar import NUMBERS

WEEKS = ("all", "odd", "even")


class SlotForm(Schema):
    """When and where a lesson of the week is, and who gives it if not the journal's main teacher."""

    weekday = fields.Integer(required=True, validate=validate.Range(1, 7))
    number = fields.Integer(required=True, validate=validate.Range(NUMBERS[0], NUMBERS[-1]))
    weeks = fields.String(load_default="all", validate=validate.OneOf(WEEKS))
    room_id = fields.Integer(load_default=None)
    teacher = fields.String(load_default=None)


class EntryForm(SlotForm):
    journal_id = fields.Integer(required=True)
    from_date = Day(required=True)
    until_date = Day(load_default=None)


class ChangeForm(SlotForm):
    from_date = Day(required=True)


class EndForm(Schema):
    from_date = Day(required=True)
