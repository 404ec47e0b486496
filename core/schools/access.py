"""Permissions over the school itself."""

from flask_babel import lazy_gettext as _l

from core.values.permissions import Permission

STAFF = ("superuser", "head", "deputy", "record_keeper", "secretary", "teacher", "class_teacher", "support", "nurse")

PERMISSIONS = (
    Permission("school.view", _l("See the school year, lesson times and subjects"), dict.fromkeys(STAFF, ("school",))),
    Permission(
        "school.edit",
        _l("Set up the school year, lesson times, subjects and rooms"),
        {"superuser": ("school",), "deputy": ("school",)},
    ),
    Permission(
        "orders.list",
        _l("See the orders of the head"),
        dict.fromkeys(("superuser", "head", "deputy", "record_keeper", "secretary"), ("school",)),
    ),
    Permission("settings.edit", _l("Change the school's settings"), {"superuser": ("school",)}),
    Permission("plugins.edit", _l("Enable and disable plugins"), {"superuser": ("school",)}),
    Permission(
        "history.read",
        _l("Read the history of every record"),
        {"superuser": ("school",), "head": ("school",), "deputy": ("school",)},
    ),
    Permission("history.undo", _l("Take back any change"), {"superuser": ("school",)}),
)
