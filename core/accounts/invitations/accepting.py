"""Accepting an invitation in three steps, each of which can be repeated.

No transaction spans the directory and a school. A crash between two steps leaves an account without rights, never
rights without an account: (1) the account exists and is noted to be on its way, (2) in the school the code is used and
the link written together, (3) the directory notes the membership. `resume` finishes what was left.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.accounts import codes
from core.accounts.models import (
    Account,
    Invitation,
    InvitationIndex,
    Membership,
    PendingAcceptance,
    PersonAccount,
)
from core.accounts.queries import account_named
from core.accounts.runtime import Accounts
from core.foundation import clock
from core.foundation.database import Author, DirectorySchool, SchoolRef
from core.foundation.errors import Conflict, Invalid, Problem, Unavailable
from core.people.models import Person

_NO_SUCH_CODE = _l(
    "This code is not valid: it was mistyped, has expired, was used or was replaced by a newer one. "
    "Check each sign; if it stays so, ask the school for a new code."
)


@dataclass(frozen=True, slots=True)
class Found:
    """An open invitation: of which school, for whom."""

    code_hash: str
    school: SchoolRef
    person_id: int
    person_name: str


def no_such_code() -> Invalid:
    """The one answer for every code that cannot be used."""
    return Invalid(_NO_SUCH_CODE, [Problem("code", _NO_SUCH_CODE)])


def hash_of(accounts: Accounts, typed: str) -> str:
    """What a typed code is stored as; from here on the code itself is kept nowhere. Raises Invalid."""
    code = codes.read(typed)
    if code is None:
        raise no_such_code()
    return codes.hashed(code, accounts.keys.codes)


def find(accounts: Accounts, code_hash: str) -> Found:
    """The open invitation of a code. Raises Invalid, with the same words whatever is wrong with it."""
    school = school_of_code(accounts, code_hash)
    if school is None:
        raise no_such_code()
    with accounts.database.read(school) as session:
        row = session.execute(
            select(Invitation, Person)
            .join(Person, Person.id == Invitation.person_id)
            .where(Invitation.code_hash == code_hash)
        ).first()
    if row is None or not is_open(row[0], clock.now()):
        raise no_such_code()
    person: Person = row[1]
    return Found(code_hash, school, person.id, person.full_name)


def school_of_code(accounts: Accounts, code_hash: str) -> SchoolRef | None:
    """Where the directory says the code belongs."""
    with accounts.database.directory() as session:
        school = session.scalars(
            select(DirectorySchool)
            .join(InvitationIndex, InvitationIndex.school_id == DirectorySchool.id)
            .where(InvitationIndex.code_hash == code_hash, InvitationIndex.expires > clock.now())
        ).first()
        return school.ref if school else None


def is_open(invitation: Invitation, now: datetime) -> bool:
    """The code may still be used."""
    return invitation.used_at is None and invitation.withdrawn_at is None and invitation.expires > now


def accept_with_new_account(
    accounts: Accounts, code_hash: str, user_name: str, password: str, language: str | None
) -> UUID:
    """Make an account and link it; the account's id. The name and the password are checked by the caller.

    Raises Invalid for the code, Conflict where the user name is somebody's.
    """
    found = find(accounts, code_hash)
    account_id = create_account(accounts, found, user_name, password, language)
    link(accounts, found.school, found.code_hash, account_id)
    note_membership(accounts, found.school, found.code_hash, account_id)
    return account_id


def accept_with_account(accounts: Accounts, code_hash: str, account_id: UUID) -> SchoolRef:
    """Link an account whose owner is signed in; the school. Raises Invalid, Conflict."""
    found = find(accounts, code_hash)
    accounts.database.directory_write(lambda session: _note_pending(session, found, account_id, is_new=False))
    link(accounts, found.school, found.code_hash, account_id)
    note_membership(accounts, found.school, found.code_hash, account_id)
    return found.school


def create_account(accounts: Accounts, found: Found, user_name: str, password: str, language: str | None) -> UUID:
    """Step 1: the account. Repeated after a crash with the same name and password, it is the account made before."""
    left = _left_behind(accounts, found.code_hash, user_name)
    if left is not None and accounts.passwords.matches(password, left.password):
        return left.id
    hashed = accounts.passwords.hash(password)

    def work(session: Session) -> UUID:
        if account_named(session, user_name) is not None:
            message = _l("This user name belongs to somebody else. Choose another one.")
            raise Conflict(message, [Problem("user_name", message)])
        account = Account(
            id=uuid4(),
            user_name=user_name,
            password=hashed,
            fs_uniquifier=uuid4().hex,
            language=language,
            created=clock.now(),
        )
        session.add(account)
        session.flush()
        _note_pending(session, found, account.id, is_new=True)
        return account.id

    return accounts.database.directory_write(work)


def _left_behind(accounts: Accounts, code_hash: str, user_name: str) -> Account | None:
    with accounts.database.directory() as session:
        return session.scalars(
            select(Account)
            .join(PendingAcceptance, PendingAcceptance.account_id == Account.id)
            .where(
                PendingAcceptance.code_hash == code_hash,
                PendingAcceptance.is_new_account,
                Account.user_name == user_name,
            )
        ).first()


def _note_pending(session: Session, found: Found, account_id: UUID, *, is_new: bool) -> None:
    session.merge(
        PendingAcceptance(
            code_hash=found.code_hash,
            account_id=account_id,
            school_id=found.school.id,
            is_new_account=is_new,
            created=clock.now(),
        )
    )


def link(accounts: Accounts, school: SchoolRef, code_hash: str, account_id: UUID) -> None:
    """Step 2: in the school, the code is used and the link written together. Repeated, it changes nothing.

    Raises Invalid where the code cannot be used, Conflict where the account is somebody else in this school.
    """
    with accounts.database.read(school) as session:
        invited = session.execute(
            select(Person).join(Invitation, Invitation.person_id == Person.id).where(Invitation.code_hash == code_hash)
        ).scalar_one_or_none()
    if invited is None:
        raise no_such_code()
    author = Author(invited.id, invited.full_name)
    accounts.database.write(
        school, author, lambda session: _use_code(session, code_hash, account_id), kind="invitation.accepted"
    )


def _use_code(session: Session, code_hash: str, account_id: UUID) -> None:
    invitation = session.scalars(select(Invitation).where(Invitation.code_hash == code_hash)).one()
    if invitation.used_by == account_id:
        return
    today = clock.today()
    if not is_open(invitation, clock.now()):
        raise no_such_code()
    links = session.scalars(
        select(PersonAccount).where(
            (PersonAccount.account == account_id) | (PersonAccount.person_id == invitation.person_id),
            PersonAccount.within(today, None),
        )
    ).all()
    if any(held.account == account_id and held.person_id != invitation.person_id for held in links):
        raise Conflict(
            _l("Your account belongs to another person of this school already. Ask the school which code is yours.")
        )
    invitation.used_at = clock.now()
    invitation.used_by = account_id
    if any(held.account == account_id for held in links):
        return
    for held in links:
        # One person, one account: whoever lost the former one does not leave it open behind them.
        held.until_date = today - timedelta(days=1)
    session.add(PersonAccount(person_id=invitation.person_id, account=account_id, from_date=today))


def note_membership(accounts: Accounts, school: SchoolRef, code_hash: str, account_id: UUID) -> None:
    """Step 3: the index for "my schools"; the acceptance is no longer on its way."""

    def work(session: Session) -> None:
        session.merge(Membership(account_id=account_id, school_id=school.id))
        session.execute(delete(PendingAcceptance).where(PendingAcceptance.code_hash == code_hash))
        session.execute(delete(InvitationIndex).where(InvitationIndex.code_hash == code_hash))

    accounts.database.directory_write(work)


def resume(accounts: Accounts, account_id: UUID) -> None:
    """Finish what a crash left on its way for an account; what can no longer be finished is dropped."""
    with accounts.database.directory() as session:
        left = session.execute(
            select(PendingAcceptance.code_hash, DirectorySchool)
            .join(DirectorySchool, DirectorySchool.id == PendingAcceptance.school_id)
            .where(PendingAcceptance.account_id == account_id)
        ).all()
    for code_hash, school in left:
        try:
            link(accounts, school.ref, code_hash, account_id)
        except Unavailable:
            continue
        except (Invalid, Conflict):
            _drop_pending(accounts, code_hash)
        else:
            note_membership(accounts, school.ref, code_hash, account_id)


def _drop_pending(accounts: Accounts, code_hash: str) -> None:
    accounts.database.directory_write(
        lambda session: session.execute(delete(PendingAcceptance).where(PendingAcceptance.code_hash == code_hash))
    )
