"""What the pages about journals read from their forms."""

from marshmallow import Schema, fields, validate

from core.foundation.forms import Day

ROLES = ("main", "second", "substitute")


class JournalForm(Schema):
    """A journal's own facts; an empty title is proposed from subject and classes."""

    title = fields.String(load_default=None, validate=validate.Length(max=120))
    kind_key = fields.String(required=True)
    usual_scheme = fields.String(load_default=None)


class NewJournalForm(JournalForm):
    """Everything that a new journal needs; only a class hour has no subject."""

    subject_id = fields.Integer(load_default=None)
    classes = fields.List(fields.Integer(), load_default=list)
    teacher = fields.String(load_default=None)
    from_date = Day(required=True)


class TeacherForm(Schema):
    """Who teaches, from when until when."""

    teacher = fields.String(required=True)
    role = fields.String(load_default="second", validate=validate.OneOf(ROLES))
    from_date = Day(required=True)
    until_date = Day(load_default=None)


class HandOverForm(Schema):
    teacher = fields.String(required=True)
    from_date = Day(required=True)


class ClassForm(Schema):
    school_class_id = fields.Integer(required=True)
    from_date = Day(required=True)


class PupilForm(Schema):
    """A single pupil who comes in or is left out for a time."""

    pupil = fields.String(required=True)
    is_excluded = fields.Boolean(load_default=False)
    from_date = Day(required=True)
    until_date = Day(load_default=None)


class LastDayForm(Schema):
    last_day = Day(required=True)
