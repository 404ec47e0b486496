"""Who looks after what leaves Klade; one's own notices everybody reads."""

from flask_babel import lazy_gettext as _l

from core.values.permissions import Permission

DELIVERIES = "deliveries.manage"

PERMISSIONS = (
    Permission(DELIVERIES, _l("See what was sent by e-mail and SMS, and send it again"), {"superuser": ("school",)}),
)
