"""The school's hours for notices."""

from datetime import time

from flask_babel import lazy_gettext as _l
from marshmallow import Schema

from core.foundation.forms import Hour
from core.values.settings import SettingsSection


class NoticeSettings(Schema):
    """What is read from the settings page and from storage."""

    digest_time = Hour(
        format="%H:%M",
        required=True,
        metadata={
            "label": _l("The day's summary is sent at"),
            "hint": _l("Each person gets one a day, and none on a day without news."),
        },
    )
    quiet_from = Hour(
        format="%H:%M",
        required=True,
        metadata={
            "label": _l("Quiet from"),
            "hint": _l("What is found in quiet hours is sent when they are over."),
        },
    )
    quiet_until = Hour(format="%H:%M", required=True, metadata={"label": _l("Quiet until")})


SECTION = SettingsSection(
    key="notices",
    title=_l("Notices"),
    schema=NoticeSettings,
    defaults={"digest_time": time(18), "quiet_from": time(20), "quiet_until": time(7)},
    order=230,
)
