"""Phones, e-mails and addresses of persons."""

import re
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation.errors import Invalid, NotFound, Problem
from core.people.models import Address, Contact

PHONE, EMAIL = "phone", "email"
DECLARED, ACTUAL = "declared", "actual"

_PHONE = re.compile(r"\+?\d{8,15}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


def written(kind: str, value: str) -> str:
    """A phone or e-mail as it is kept: without spaces, an e-mail in small letters. Raises Invalid."""
    if kind == PHONE:
        compact = re.sub(r"[\s()-]", "", value)
        if _PHONE.fullmatch(compact):
            return compact
        message = _l("A phone number has 8 to 15 digits, perhaps with + and the country before them.")
    else:
        compact = value.strip().lower()
        if _EMAIL.fullmatch(compact):
            return compact
        message = _l("An e-mail address looks like name@example.lv.")
    raise Invalid(message, [Problem("value", message)])


def add_contact(session: Session, person_id: int, kind: str, value: str) -> Contact:
    """A further phone or e-mail; one that the person has already stays as it is. Raises Invalid."""
    kept = written(kind, value)
    same = select(Contact).where(Contact.person_id == person_id, Contact.kind == kind, Contact.value == kept)
    contact = session.scalars(same).first()
    if contact is None:
        contact = Contact(person_id=person_id, kind=kind, value=kept)
        session.add(contact)
        session.flush()
    return contact


def change_contact(session: Session, contact_id: int, value: str) -> Contact:
    """Another number or address in place of this one; it has to be proven anew. Raises Invalid, NotFound."""
    contact = session.get(Contact, contact_id)
    if contact is None:
        raise NotFound(_l("There is no such contact."))
    kept = written(contact.kind, value)
    if kept != contact.value:
        contact.value, contact.verified_at = kept, None
    return contact


def set_address(session: Session, person_id: int, kind: str, text: str, from_date: date) -> Address:
    """The address of a kind from a day on; the one before it ends the day before. Raises Invalid."""
    kept = " ".join(text.split())
    current = session.scalars(
        select(Address).where(Address.person_id == person_id, Address.kind == kind, Address.within(from_date, None))
    ).all()
    for address in current:
        if address.from_date >= from_date:
            message = _l("An address with this or a later first day is known already.")
            raise Invalid(message, [Problem("from_date", message)])
        if address.text == kept:
            return address
        address.until_date = from_date - timedelta(days=1)
    address = Address(person_id=person_id, kind=kind, text=kept, from_date=from_date)
    session.add(address)
    session.flush()
    return address
