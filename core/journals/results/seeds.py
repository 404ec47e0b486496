"""The periods that a school starts to mark (R6.8); the others of the year's end are data that may be added."""

from sqlalchemy.orm import Session

from core.foundation.history.record import insert_rows
from core.journals.results.models import PeriodKind

# Key, title in Latvian and English, the semester whose days it covers.
_KINDS = (
    ("s1", "1. semestris", "Semester 1", 1),
    ("s2", "2. semestris", "Semester 2", 2),
    ("year", "Gads", "Year", None),
)


def seed_period_kinds(session: Session) -> None:
    """Enter the usual kinds."""
    rows = [
        {"key": key, "title_lv": title_lv, "title_en": title_en, "position": position, "term_number": term}
        for position, (key, title_lv, title_en, term) in enumerate(_KINDS)
    ]
    insert_rows(session, PeriodKind, rows)
