"""The kinds of journals that a school starts with (R2.1.7)."""

from sqlalchemy.orm import Session

from core.foundation.history.record import insert_rows
from core.journals.register.models import JournalKind

_KINDS = (
    ("class", "Priekšmeta žurnāls", "Subject journal", "lesson", True),
    ("combined", "Apvienotais žurnāls", "Combined journal", "lesson", True),
    ("group", "Grupas žurnāls", "Group journal", "lesson", True),
    ("optional", "Fakultatīva žurnāls", "Journal of an optional lesson", "lesson", False),
    ("interest", "Interešu izglītības žurnāls", "Interest education journal", "lesson", False),
    ("class_hour", "Klases stundas žurnāls", "Class hour journal", "lesson", False),
)


def seed_journal_kinds(session: Session) -> None:
    """Enter the usual kinds."""
    insert_rows(
        session,
        JournalKind,
        [
            {
                "key": key,
                "title_lv": title_lv,
                "title_en": title_en,
                "position": position,
                "column_is": column,
                "has_marks": marks,
            }
            for position, (key, title_lv, title_en, column, marks) in enumerate(_KINDS)
        ],
    )
