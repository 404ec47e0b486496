"""The reasons of absences that a school starts with (`domain.md` 3.2)."""

from sqlalchemy.orm import Session

from core.foundation.history.record import insert_rows
from core.journals.excuses.models import ExcuseReason

# Key, title in Latvian and English, code, whether families may name it.
_REASONS = (
    ("illness", "Slimība", "Illness", "ns", True),
    ("doctor", "Ārsta apmeklējums", "Visit to a doctor", "nc", True),
    ("family", "Ģimenes apstākļi", "Family circumstances", "nc", True),
    ("transport", "Laikapstākļi, transports", "Weather, transport", "nc", True),
    ("other", "Cits iemesls", "Another reason", "nc", True),
    ("represents", "Pārstāv skolu", "Represents the school", "nc", False),
    ("excursion", "Mācību ekskursija", "School excursion", "nc", False),
    ("order", "Atbrīvošana ar rīkojumu", "Released by an order", "nc", False),
)


def seed_excuse_reasons(session: Session) -> None:
    """Enter the usual reasons."""
    rows = [
        {
            "key": key,
            "title_lv": title_lv,
            "title_en": title_en,
            "position": position,
            "code": code,
            "is_for_families": is_for_families,
        }
        for position, (key, title_lv, title_en, code, is_for_families) in enumerate(_REASONS)
    ]
    insert_rows(session, ExcuseReason, rows)
