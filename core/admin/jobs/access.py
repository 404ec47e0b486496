"""Who may look after the jobs of others; one's own everybody may follow and stop."""

from flask_babel import lazy_gettext as _l

from core.values.permissions import Permission

MANAGE = "jobs.manage"

PERMISSIONS = (Permission(MANAGE, _l("See, stop and repeat all background jobs"), {"superuser": ("school",)}),)
