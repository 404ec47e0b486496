"""The language in which an account wants to be spoken to."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from core.accounts.models import Account


def choose_language(session: Session, account_id: UUID, language: str) -> None:
    """From here on pages, letters and documents for this account are in that language."""
    session.execute(update(Account).where(Account.id == account_id).values(language=language))
