"""Settings of a school about sign-in and invitations."""

from flask_babel import lazy_gettext as _l
from marshmallow import Schema, fields, validate

from core.values.settings import SettingsSection

SECTION = "accounts"


class AccountSettings(Schema):
    """How long codes last; and, in a demonstration school, whether the second device is asked for."""

    invitation_days = fields.Integer(
        validate=validate.Range(1, 60, error=_l("From 1 to 60.")),
        metadata={"label": _l("Days until a one-time code expires"), "hint": _l("From 1 to 60.")},
    )
    second_factor_required = fields.Boolean(
        metadata={
            "label": _l("Ask for the second device"),
            "hint": _l("It can be switched off in a demonstration school only; elsewhere it is always asked for."),
        },
    )


SETTINGS = SettingsSection(
    key=SECTION,
    title=_l("Sign-in and invitations"),
    schema=AccountSettings,
    defaults={"invitation_days": 14, "second_factor_required": True},
    order=80,
)
