"""Sending again what has failed."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.errors import Conflict, NotFound
from core.notices.hours import Hours
from core.notices.models import FAILED, WAITING, Delivery
from core.notices.sending.asking import ask_if_due

AGAIN = "notices.sent_again"


def send_again(session: Session, hours: Hours, delivery_id: int) -> None:
    """Try a failed delivery once more, under the same id. Raises NotFound, Conflict."""
    delivery = session.get(Delivery, delivery_id)
    if delivery is None:
        raise NotFound(_l("There is no such message."))
    if delivery.state != FAILED:
        raise Conflict(_l("This message has not failed."))
    _let_wait(delivery)
    ask_if_due(session, hours, clock.now())


def send_all_again(session: Session, hours: Hours, channel_key: str) -> int:
    """The same for all failed ones, by one channel or any; how many."""
    failed = select(Delivery).where(Delivery.state == FAILED)
    if channel_key:
        failed = failed.where(Delivery.channel_key == channel_key)
    found = session.scalars(failed).all()
    for delivery in found:
        _let_wait(delivery)
    ask_if_due(session, hours, clock.now())
    return len(found)


def _let_wait(delivery: Delivery) -> None:
    now = clock.now()
    delivery.state, delivery.due, delivery.delays, delivery.ended_at = WAITING, now, 0, None
    # The three days after which it is given up count from here.
    delivery.created = now
