"""The roles that a school starts with (R2.1.8: it may change them)."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from core.foundation.history.record import insert_rows
from core.people.models import Role, RolePermission
from core.values.permissions import Permission

# Key, title in Latvian and English, hat, second factor required, follows from facts.
_ROLES = (
    ("superuser", "Virslietotājs", "Superuser", "staff", True, False),
    ("head", "Direktors", "Head", "staff", True, False),
    ("deputy", "Direktora vietnieks izglītības jomā", "Deputy head", "staff", True, False),
    ("record_keeper", "Lietvede", "Record keeper", "staff", True, False),
    ("secretary", "Lietvedības sekretāre", "Secretary", "staff", False, False),
    ("class_teacher", "Klases audzinātājs", "Class teacher", "staff", False, True),
    ("teacher", "Skolotājs", "Teacher", "staff", False, True),
    ("support", "Atbalsta personāls", "Support staff", "staff", False, False),
    ("nurse", "Medmāsa", "Nurse", "staff", False, False),
    ("guardian", "Vecāks", "Guardian", "guardian", False, True),
    ("pupil", "Skolēns", "Pupil", "pupil", False, True),
)


def usual_title(role: str, language: str) -> str:
    """The title that a role has in a new school, in Latvian (`lv`) or English."""
    title_lv, title_en = next((row[1], row[2]) for row in _ROLES if row[0] == role)
    return title_lv if language == "lv" else title_en


def seed_roles(session: Session) -> None:
    """Enter the usual roles."""
    rows = [
        {
            "key": key,
            "title_lv": title_lv,
            "title_en": title_en,
            "position": position,
            "hat": hat,
            "needs_second_factor": factor,
            "is_implied": implied,
        }
        for position, (key, title_lv, title_en, hat, factor, implied) in enumerate(_ROLES)
    ]
    insert_rows(session, Role, rows)


def seed_grants(session: Session, permissions: Sequence[Permission]) -> None:
    """Grant permissions as their declarations propose."""
    rows = [
        {"role_key": role, "permission_key": permission.key, "scope": scope}
        for permission in permissions
        for role, scopes in permission.granted.items()
        for scope in scopes
    ]
    insert_rows(session, RolePermission, rows)
