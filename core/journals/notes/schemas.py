"""What the pages of journal notes read from their forms."""

from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from core.foundation.forms import Day
from core.journals.notes.words import KINDS, OF_A_PERIOD, OTHER

MOST = 2000


class NoteForm(Schema):
    """A note: what it is about, and what it says."""

    kind_key = fields.String(load_default=OTHER, validate=validate.OneOf(tuple(KINDS)))
    period_key = fields.String(load_default=None, validate=validate.Length(max=20))
    day = Day(required=True)
    text = fields.String(
        required=True,
        validate=validate.Length(max=MOST),
        error_messages={"required": _l("Write what is to be noted.")},
    )

    @validates_schema
    def _complete(self, values: dict[str, Any], **_kwargs: Any) -> None:
        if values["kind_key"] in OF_A_PERIOD and values["period_key"] is None:
            raise ValidationError(_l("Choose which month or term the note is about."), "period_key")
