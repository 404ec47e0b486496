"""What pages send to the grid."""

import uuid
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, validate

from core.foundation.forms import Day
from core.journals.grid.cells import CellName
from core.journals.grid.preferences import KEYS
from core.journals.grid.saving.entries import CORRECTION, RETAKE, Entry

MOST = 5000


class Cell(fields.Field[CellName]):
    """A cell's name."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> CellName:
        if not isinstance(value, str):
            raise ValidationError(_l("A cell is named by text."))
        return CellName.read(value)


class ChangeArgs(Schema):
    """One written cell."""

    class Meta:
        unknown = EXCLUDE

    cell = Cell(required=True)
    version = fields.Integer(required=True, strict=True, validate=validate.Range(0))
    value = fields.String(required=True, validate=validate.Length(max=4000))
    how = fields.String(load_default=None, allow_none=True, validate=validate.OneOf([CORRECTION, RETAKE]))
    at = fields.AwareDateTime(load_default=None, allow_none=True)
    """When it was typed: read and checked, for pages that were offline; not stored."""

    @post_load
    def entry(self, data: dict[str, Any], **_kwargs: Any) -> Entry:
        return Entry(data["cell"], data["version"], data["value"], data["how"])


class BatchArgs(Schema):
    """What a page sends at once."""

    class Meta:
        unknown = EXCLUDE

    batch = fields.UUID(required=True)
    by = fields.Integer(load_default=None, allow_none=True)
    """Who wrote it: somebody else may be signed in by now."""
    term = fields.String(load_default=None, allow_none=True)
    changes = fields.List(fields.Nested(ChangeArgs), required=True, validate=validate.Length(1, MOST))


class UndoArgs(Schema):
    """Which change is to be taken back."""

    class Meta:
        unknown = EXCLUDE

    change = fields.Integer(required=True, strict=True)
    term = fields.String(load_default=None, allow_none=True)


class PreferenceArgs(Schema):
    """How the grid shall behave from here on."""

    class Meta:
        unknown = EXCLUDE

    key = fields.String(required=True, validate=validate.OneOf(KEYS))
    on = fields.Boolean(required=True)


class Hundredths(fields.Field[int]):
    """A decimal number with comma or full stop, kept in hundredths."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        try:
            number = Decimal(str(value).strip().replace(",", "."))
            hundredths = int((number * 100).to_integral_value(ROUND_HALF_UP))
        except (InvalidOperation, OverflowError, ValueError) as error:
            raise ValidationError(_l("Write a number, such as 1 or 1,5.")) from error
        if not 0 < hundredths <= 100_000:
            raise ValidationError(_l("Write a number above 0 and at most 1000."))
        return hundredths


class AssessmentArgs(Schema):
    """A new assessment, from the dialog or from a plain form."""

    class Meta:
        unknown = EXCLUDE

    lesson = fields.Integer(load_default=None)
    day = Day(load_default=None)
    kind = fields.String(required=True, validate=validate.OneOf(["summative", "formative", "diagnostic"]))
    scheme = fields.String(required=True)
    title = fields.String(load_default="", validate=validate.Length(max=200))
    weight = Hundredths(load_default=100)
    points = Hundredths(load_default=None)


def form_batch(form: Any) -> dict[str, Any]:
    """The plain form as a batch: fields that differ from what stood in them when the form was made."""
    changes = []
    for name, before in form.items():
        if not name.startswith("was:"):
            continue
        cell = name.removeprefix("was:")
        version, _, value = before.partition(":")
        written = form.get(cell, value).replace("\r\n", "\n")
        if written != value.replace("\r\n", "\n"):
            how = RETAKE if form.get(f"how:{cell}") == RETAKE else CORRECTION
            changes.append({"cell": cell, "version": int(version or 0), "value": written, "how": how})
    changes += [
        {"cell": name, "version": 0, "value": "all"} for name in form if name.startswith("r") and name[1:].isdigit()
    ]
    return {"batch": str(uuid.uuid4()), "changes": changes}
