"""What may be typed into the forms of this part."""

from flask_babel import lazy_gettext as _l
from marshmallow import Schema, fields, validate

from core.foundation.forms import Day

PRESENT, LEFT, ALL = "present", "left", "all"


class PupilListForm(Schema):
    """Which pupils a list shows. Names are narrowed on the page itself, so that none stands in an address."""

    school_class = fields.Integer(data_key="class", load_default=0)
    """Nothing: every class."""
    status = fields.String(load_default=PRESENT, validate=validate.OneOf([PRESENT, LEFT, ALL]))


class DecisionForm(Schema):
    """A decision about a guardian's access."""

    granted = fields.Boolean(required=True, error_messages={"required": _l("Choose: grant or deny.")})
    basis = fields.String(required=True, validate=validate.Length(max=2000))
    effective = Day(required=True)
    version = fields.Integer(required=True)


class RoleForm(Schema):
    """A role that a member of staff is given."""

    role = fields.String(required=True, validate=validate.Length(max=30))
    from_date = Day(required=True)
    until_date = Day(load_default=None)


class RoleEndForm(Schema):
    """The last day of a role."""

    until_date = Day(required=True)


class FileForm(Schema):
    """What the office and the class teacher fill in of a personal file (R3.1, R3.2)."""

    number = fields.String(load_default=None, validate=validate.Length(max=40))
    opened = Day(load_default=None)
    document_number = fields.String(load_default=None, validate=validate.Length(max=40))
    document_issued = Day(load_default=None)
    document_issuer = fields.String(load_default=None, validate=validate.Length(max=200))
    programme = fields.String(load_default=None, validate=validate.Length(max=200))
    school = fields.String(load_default=None, validate=validate.Length(max=200))
    completed = Day(load_default=None)
    state = fields.String(required=True)
    """Versions of the rows that the person looked at."""
