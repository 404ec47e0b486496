"""What states and choices are called on the screen."""

from typing import Any

from flask_babel import lazy_pgettext

from core.notices.models import FAILED, SENDING, SENT, WAITING
from core.values.notices import Urgency

OFF = "off"

CHOICES: dict[str, Any] = {
    Urgency.AT_ONCE.value: lazy_pgettext("notices", "at once"),
    Urgency.DIGEST.value: lazy_pgettext("notices", "in the day's summary"),
    OFF: lazy_pgettext("notices", "do not send"),
}

STATES: dict[str, tuple[Any, str]] = {
    WAITING: (lazy_pgettext("delivery", "waits"), ""),
    SENDING: (lazy_pgettext("delivery", "is being sent"), "info"),
    SENT: (lazy_pgettext("delivery", "sent"), "done"),
    FAILED: (lazy_pgettext("delivery", "failed"), "refused"),
}
"""Words and the kind of badge."""
