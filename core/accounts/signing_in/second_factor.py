"""The second factor: codes of an authenticator app, each once; recovery codes, each once."""

from typing import Any
from uuid import UUID

from flask_security import Totp
from flask_security.recovery_codes import MfRecoveryCodesUtil
from passlib.exc import TokenError
from passlib.totp import TOTP
from sqlalchemy import delete, func, insert, update
from sqlalchemy.orm import Session

from core.accounts import codes
from core.accounts.models import Account, RecoveryCode
from core.accounts.runtime import accounts
from core.accounts.signing_in.user import SignInUser
from core.accounts.web_sessions import current
from core.foundation import clock
from core.foundation.database import Database

STEP = 30
"""Seconds that a code of an app lasts; one step to either side is let pass."""
RECOVERY_CODES = 10


class AppCodes(Totp):  # type: ignore[misc]  # flask_security ships no types
    """Time-based codes; a code that was used once is refused, in every process."""

    def __init__(self, secrets: dict[str, str], issuer: str) -> None:
        super().__init__(secrets, issuer)
        self._totp: Any = TOTP.using(issuer=issuer, secrets=secrets, now=lambda: clock.now().timestamp())

    def verify_totp(self, token: str, totp_secret: str, user: SignInUser, window: int = STEP) -> bool:
        """The code is right, and this is its first use; the browser has then proved the second factor."""
        if not totp_secret:
            return False
        try:
            match = self._totp.verify(token, totp_secret, window=STEP)
        except TokenError:
            return False
        if not _use_counter(accounts().database, user.id, match.counter):
            return False
        current().second_factor_at = clock.now()
        return True

    def generate_qrcode(self, username: str, totp: str) -> str:
        """Nothing: the page's own picture is drawn by `views.qr_code`, because the page allows no data addresses."""
        return ""


def _use_counter(database: Database, account_id: UUID, counter: int) -> bool:
    """Take a time step for the account; no if it or a later one was taken."""

    def work(session: Session) -> bool:
        taken = update(Account).where(Account.id == account_id, func.coalesce(Account.tf_last_counter, -1) < counter)
        return _rows(session.execute(taken.values(tf_last_counter=counter))) == 1

    return database.directory_write(work)


def _rows(result: Any) -> int:
    return int(result.rowcount)


class RecoveryCodes(MfRecoveryCodesUtil):  # type: ignore[misc]  # flask_security ships no types
    """Codes that are shown once, kept as keyed hashes, and gone when used."""

    def create_recovery_codes(self, user: SignInUser) -> list[str]:
        """Ten new codes; older ones count no more."""
        fresh = [codes.new_code() for _ in range(RECOVERY_CODES)]
        rows = [
            {"code_hash": _recovery_hash(user.id, code), "account_id": user.id, "created": clock.now()}
            for code in fresh
        ]

        def work(session: Session) -> None:
            session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == user.id))
            session.execute(insert(RecoveryCode), rows)

        accounts().database.directory_write(work)
        return [codes.shown(code) for code in fresh]

    def get_recovery_codes(self, user: SignInUser) -> list[str]:
        """None: only hashes are kept."""
        return []

    def check_recovery_code(self, user: SignInUser, code: str) -> bool:
        """The code is one of the user's; with this it is used up."""
        meant = codes.read(code)
        if meant is None:
            return False
        wanted = (RecoveryCode.code_hash == _recovery_hash(user.id, meant), RecoveryCode.account_id == user.id)

        def work(session: Session) -> bool:
            return _rows(session.execute(delete(RecoveryCode).where(*wanted))) == 1

        if not accounts().database.directory_write(work):
            return False
        current().second_factor_at = clock.now()
        return True

    def delete_recovery_code(self, user: SignInUser, code: str) -> bool:
        """Done already: checking used it up."""
        return True


def _recovery_hash(account_id: UUID, code: str) -> str:
    return codes.hashed(f"{account_id}{code}", accounts().keys.codes)
