"""Proving that an e-mail or a phone is one's own: a code goes there by a channel and is typed here.

The code is sent within the request: whoever waits for it looks at the page, and a job belongs to a school while an
account belongs to none.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from datetime import timedelta
from typing import cast
from uuid import UUID

from flask import Flask, current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Delete, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.accounts import identities
from core.accounts.models import AccountContact, ContactProof
from core.accounts.runtime import Accounts
from core.foundation import clock
from core.foundation.addresses import new_message_id
from core.foundation.errors import Invalid, Problem
from core.foundation.text import language
from core.values.notices import Delayed, Message, NoticeChannel, Undeliverable

EMAIL, PHONE = "email", "phone"
KINDS = (EMAIL, PHONE)
CODE_LASTS = timedelta(minutes=15)
MOST_WRONG = 5
DIGITS = 6
_SECONDS = 12
_line = ThreadPoolExecutor(max_workers=4, thread_name_prefix="klade-code")

NOT_VALID = _l("This code is not valid: it was mistyped, has expired or was replaced by a newer one.")
TAKEN = _l("This contact signs another account in already. Remove it there first, or use another one.")


def written(kind: str, typed: str) -> str:
    """A contact as it is kept. Raises Invalid."""
    value = identities.email(typed) if kind == EMAIL else identities.phone(typed) if kind == PHONE else None
    if value is not None:
        return value
    message = (
        _l("An e-mail address looks like name@example.lv.")
        if kind == EMAIL
        else _l("Write a phone number with its country code; eight digits alone are a Latvian number.")
    )
    raise Invalid(message, [Problem(f"{kind}_value", message)])


def channel_to(channels: Sequence[NoticeChannel], kind: str) -> NoticeChannel | None:
    """The first way of this installation that reaches such a contact."""
    return next((channel for channel in channels if channel.contact == kind and channel.is_ready()), None)


def begin(accounts: Accounts, channel: NoticeChannel, account_id: UUID, value: str) -> None:
    """Send a new code; an earlier one of the same kind counts no more. Raises Invalid.

    Whoever else may have proven the same contact is neither asked nor told of.
    """
    code = "".join(secrets.choice("0123456789") for _digit in range(DIGITS))
    proof = ContactProof(
        account_id=account_id,
        kind=channel.contact,
        value=value,
        code_hash=_hashed(accounts, account_id, value, code),
        expires=clock.now() + CODE_LASTS,
        wrong=0,
    )

    def keep(session: Session) -> None:
        session.execute(_pending(account_id, channel.contact))
        session.add(proof)

    accounts.database.directory_write(keep)
    problem = _sent(channel, _message(value, code))
    if problem is not None:
        accounts.database.directory_write(lambda session: session.execute(_pending(account_id, channel.contact)))
        raise Invalid(problem, [Problem(f"{channel.contact}_value", problem)])


def finish(accounts: Accounts, account_id: UUID, kind: str, typed: str) -> str:
    """The contact is the account's, proven; what it is. Raises Invalid."""

    def work(session: Session) -> str | None:
        proof = session.get(ContactProof, (account_id, kind))
        if proof is None or proof.expires <= clock.now():
            return None
        code = "".join(sign for sign in typed if sign.isdigit())
        if not hmac.compare_digest(proof.code_hash, _hashed(accounts, account_id, proof.value, code)):
            proof.wrong += 1
            if proof.wrong >= MOST_WRONG:
                session.delete(proof)
            return None
        _prove(session, proof)
        session.delete(proof)
        return proof.value

    try:
        value = accounts.database.directory_write(work)
    except IntegrityError as error:
        # Told to who typed the code, hence reads what is sent there.
        raise Invalid(TAKEN, [Problem(f"{kind}_code", TAKEN)]) from error
    if value is None:
        raise Invalid(NOT_VALID, [Problem(f"{kind}_code", NOT_VALID)])
    return value


def remove(accounts: Accounts, account_id: UUID, contact_id: int) -> bool:
    """The account is no longer reached or signed in by it; whether there was one."""

    def work(session: Session) -> bool:
        contact = session.get(AccountContact, contact_id)
        if contact is None or contact.account_id != account_id:
            return False
        session.delete(contact)
        return True

    return accounts.database.directory_write(work)


def _prove(session: Session, proof: ContactProof) -> None:
    known = session.scalars(
        select(AccountContact).where(
            AccountContact.account_id == proof.account_id,
            AccountContact.kind == proof.kind,
            AccountContact.value == proof.value,
        )
    ).first()
    if known is None:
        known = AccountContact(account_id=proof.account_id, kind=proof.kind, value=proof.value)
        session.add(known)
    known.proven_at = known.proven_at or clock.now()
    session.flush()


def _pending(account_id: UUID, kind: str) -> Delete:
    return delete(ContactProof).where(ContactProof.account_id == account_id, ContactProof.kind == kind)


def _message(value: str, code: str) -> Message:
    text = _(
        "Your code for Klade: %(code)s. It is valid for 15 minutes. Did you not ask for it? Then do nothing.", code=code
    )
    subject = _("Klade: the code that proves this contact")
    return Message(new_message_id(), value, subject, text, language(), "Klade")


def _sent(channel: NoticeChannel, message: Message) -> str | None:
    """Why it could not be sent, in words."""

    app = cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]  # the application behind the proxy

    def hand_over() -> None:
        with app.app_context(), channel.open() as sender:
            sender.send(message)

    try:
        _line.submit(hand_over).result(_SECONDS)
    except (Delayed, TookTooLong):
        return str(_("The code could not be sent just now. Try again in a few minutes."))
    except Undeliverable:
        return str(_("The code could not be delivered there. Check what you typed."))
    return None


def _hashed(accounts: Accounts, account_id: UUID, value: str, code: str) -> str:
    said = f"contact\0{account_id}\0{value}\0{code}".encode()
    return hmac.new(accounts.keys.codes, said, hashlib.sha256).hexdigest()
