"""What keys of journals are called on the screen."""

from typing import Any

from flask_babel import lazy_pgettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation.database import state_of
from core.foundation.plugins import CORE
from core.foundation.runtime import klade
from core.foundation.text import language
from core.journals.register.models import JournalKind

TEACHER_ROLES: dict[str, Any] = {
    "main": lazy_pgettext("teacher of a journal", "main teacher"),
    "second": lazy_pgettext("teacher of a journal", "second teacher"),
    "substitute": lazy_pgettext("teacher of a journal", "substitute"),
}


def kinds(session: Session) -> dict[str, str]:
    """Key → title of the kinds of journals, in the school's order and the person's language."""
    rows = session.scalars(select(JournalKind).order_by(JournalKind.position, JournalKind.id))
    return {kind.key: kind.title_lv if language() == "lv" else kind.title_en for kind in rows}


def schemes(session: Session) -> dict[str, str]:
    """Key → title of the scales of core and of the plugins that the school has enabled."""
    enabled = state_of(session).plugins
    return {
        key: str(scheme.title) for key, (owner, scheme) in klade().schemes.items() if owner == CORE or owner in enabled
    }
