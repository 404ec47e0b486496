"""What the kinds of journal notes are called."""

from typing import Any

from flask_babel import lazy_gettext as _l

TRANSCRIPTS, CALENDAR, OTHER = "transcripts", "calendar", "other"

KINDS: dict[str, Any] = {
    TRANSCRIPTS: _l("Transcripts sent"),
    CALENDAR: _l("Calendar made known"),
    OTHER: _l("Other note"),
}
"""R5.5, R6.6, and everything else."""

OF_A_PERIOD = (TRANSCRIPTS, CALENDAR)
"""The kinds that say nothing without the month or term they are about."""
