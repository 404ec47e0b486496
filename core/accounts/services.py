"""What may be done with an account: by its owner with a code, and by the installation's administrator."""

from datetime import timedelta
from uuid import uuid4

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from core.accounts import codes
from core.accounts.models import Account, PasswordReset, RecoveryCode
from core.accounts.queries import account_named
from core.accounts.runtime import Accounts
from core.accounts.web_sessions import end_all
from core.foundation import clock
from core.foundation.errors import Invalid, NotFound, Problem

RESET_LASTS = timedelta(hours=24)


def named(session: Session, user_name: str) -> Account:
    """The account of that name. Raises NotFound."""
    account = account_named(session, user_name)
    if account is None:
        raise NotFound(_l("There is no account “%(name)s”.", name=user_name))
    return account


def begin_reset(accounts: Accounts, user_name: str, *, drops_second_factor: bool) -> str:
    """A one-time code with which the owner sets a new password; earlier ones count no more. Raises NotFound."""
    code = codes.new_code()

    def work(session: Session) -> None:
        account = named(session, user_name)
        session.execute(delete(PasswordReset).where(PasswordReset.account_id == account.id))
        session.add(
            PasswordReset(
                code_hash=codes.hashed(code, accounts.keys.codes),
                account_id=account.id,
                expires=clock.now() + RESET_LASTS,
                drops_second_factor=drops_second_factor,
            )
        )

    accounts.database.directory_write(work)
    return code


def account_of_reset(accounts: Accounts, typed: str) -> Account:
    """Whose password a code may reset. Raises Invalid, with the same words whatever is wrong."""
    code = codes.read(typed)
    if code is not None:
        with accounts.database.directory() as session:
            account = session.scalars(_of_reset(codes.hashed(code, accounts.keys.codes))).first()
        if account is not None:
            return account
    message = _l("This code is not valid: it was mistyped, has expired or was used. Check each sign.")
    raise Invalid(message, [Problem("code", message)])


def _of_reset(code_hash: str) -> Select[Account]:
    return (
        select(Account)
        .join(PasswordReset, PasswordReset.account_id == Account.id)
        .where(PasswordReset.code_hash == code_hash, PasswordReset.expires > clock.now(), Account.is_active)
    )


def finish_reset(accounts: Accounts, typed: str, password: str) -> None:
    """Set the new password, use the code up and sign every browser out. Raises Invalid."""
    account = account_of_reset(accounts, typed)
    hashed = accounts.passwords.hash(password)
    code_hash = codes.hashed(codes.read(typed) or "", accounts.keys.codes)

    def work(session: Session) -> None:
        reset = session.get(PasswordReset, code_hash)
        if reset is None:
            raise Invalid(_l("This code was used a moment ago."))
        values: dict[str, object] = {"password": hashed, "fs_uniquifier": uuid4().hex}
        if reset.drops_second_factor:
            values |= {"tf_primary_method": None, "tf_totp_secret": None}
            session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
        session.execute(update(Account).where(Account.id == account.id).values(**values))
        session.delete(reset)
        end_all(session, account.id)

    accounts.database.directory_write(work)


def disable(accounts: Accounts, user_name: str) -> None:
    """Nobody signs in with this account any more, and whoever is signed in is out at once. Raises NotFound."""

    def work(session: Session) -> None:
        account = named(session, user_name)
        account.is_active = False
        session.execute(delete(PasswordReset).where(PasswordReset.account_id == account.id))
        end_all(session, account.id)

    accounts.database.directory_write(work)


def enable(accounts: Accounts, user_name: str) -> None:
    """Signing in works again. Raises NotFound."""

    def work(session: Session) -> None:
        named(session, user_name).is_active = True

    accounts.database.directory_write(work)
