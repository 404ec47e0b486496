"""The directory as Flask-Security's store of users."""

from typing import Any

from flask import g
from flask_security.datastore import UserDatastore
from sqlalchemy import delete, update

from core.accounts.models import Account, RecoveryCode
from core.accounts.queries import account_where
from core.accounts.signing_in.user import NoRole, SignInUser
from core.accounts.web_sessions import current, end_all
from core.foundation.database import Database

_PENDING = "klade_changed_accounts"


class AccountDatastore(UserDatastore):  # type: ignore[misc]  # flask_security ships no types
    """Reads with the request's own statement where it can, and writes only the columns that changed."""

    def __init__(self, database: Database) -> None:
        super().__init__(SignInUser, NoRole)
        self._database = database

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> SignInUser | None:
        """The account with that `fs_uniquifier`: the one signed in costs no statement."""
        uniquifier = kwargs["fs_uniquifier"]
        signed_in = current().signed_in
        if signed_in is not None and signed_in.account.fs_uniquifier == uniquifier:
            return SignInUser(signed_in.account)
        with self._database.directory() as session:
            facts = account_where(session, Account.fs_uniquifier == uniquifier)
        return SignInUser(facts) if facts else None

    def find_role(self, role: str) -> None:
        """Roles are each school's."""

    def put(self, model: SignInUser) -> SignInUser:
        """Remember the account for `commit`."""
        pending: list[SignInUser] = g.setdefault(_PENDING, [])
        if model not in pending:
            pending.append(model)
        return model

    def delete(self, model: SignInUser) -> None:
        """Accounts are not deleted by signing in."""
        raise NotImplementedError

    def commit(self) -> None:
        """Write what changed. A new `fs_uniquifier` signs every other browser out."""
        for user in g.pop(_PENDING, []):
            changes = user.changes()
            if changes:
                self._write(user, changes)

    def _write(self, user: SignInUser, changes: dict[str, Any]) -> None:
        signed_in = current().signed_in
        here = signed_in.token_hash if signed_in else None

        def work(session: Any) -> None:
            session.execute(update(Account).where(Account.id == user.id).values(**changes))
            if changes.get("tf_totp_secret", "") is None:
                session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == user.id))
            if "fs_uniquifier" in changes:
                end_all(session, user.id, but=here)

        self._database.directory_write(work)
