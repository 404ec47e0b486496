"""How many lockers the school has."""

from flask_babel import lazy_gettext as _l
from marshmallow import Schema, fields, validate

from core.values.settings import SettingsSection


class LockerSettings(Schema):
    """What is read from the settings page and from storage."""

    total = fields.Integer(
        validate=validate.Range(1, 5000),
        metadata={"label": _l("Number of lockers"), "hint": _l("Lockers are numbered from 1.")},
    )


SECTION = SettingsSection(key="lockers", title=_l("Lockers"), schema=LockerSettings, defaults={"total": 300}, order=400)
