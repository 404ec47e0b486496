"""How pages behave for an account: small choices, kept with it on whatever device it signs in."""

from uuid import UUID

from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.accounts.runtime import accounts
from core.accounts.web_sessions import signed_in


def preferences() -> frozenset[str]:
    """The keys that the account of this request has chosen. No statement: they came with its session."""
    browser = signed_in()
    return frozenset(browser.account.preferences.split()) if browser else frozenset()


def prefer(key: str, *, on: bool) -> None:
    """From here on it holds, or no longer, for the account of this request."""
    browser = signed_in()
    if browser is not None:
        account_id = browser.account_id
        accounts().database.directory_write(lambda session: choose_preference(session, account_id, key, on=on))


def choose_preference(session: Session, account_id: UUID, key: str, *, on: bool) -> None:
    account = session.get_one(Account, account_id, with_for_update=True)
    chosen = set(account.preferences.split()) - {key} | ({key} if on else set())
    account.preferences = " ".join(sorted(chosen))
