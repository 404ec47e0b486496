"""The job that hands deliveries over to their channels."""

import logging
from collections.abc import Callable
from contextlib import ExitStack
from typing import TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.database import state_of
from core.foundation.errors import Unavailable
from core.foundation.files import file_store
from core.foundation.plugins import of
from core.foundation.runtime import Klade, klade
from core.notices.hours import Hours
from core.notices.models import SENDING, Delivery
from core.notices.sending import steps
from core.notices.sending.asking import SEND_KEY, ask_for_the_rest
from core.notices.sending.due import due_channels, due_deliveries
from core.notices.sending.recipients import Destinations, destinations
from core.notices.settings import SECTION
from core.values.jobs import Job, JobContext, JobResult
from core.values.notices import (
    Delayed,
    Enclosure,
    Message,
    NoticeChannel,
    Sender,
    Unanswered,
    Undeliverable,
)

T = TypeVar("T")

_log = logging.getLogger(__name__)

DELIVERED = "notices.delivered"
_SOME = 50
_AWAY_AFTER = 3
"""So many refusals in a row of an open line: the other end is away, and the rest waits."""


def _send(context: JobContext) -> JobResult:
    round_ = _Round(context, klade())
    with context.read() as session:
        hours, channels = round_.hours(session), due_channels(session, clock.now(), context.id)
        enabled = {one.key: one for one in of(round_.program.plugins.notice_channels(), state_of(session).plugins)}
    if not hours.is_quiet(clock.now()):
        round_.total = sum(count for _key, count in channels)
        for key, _count in channels:
            _Line(round_, hours, key, enabled.get(key)).send_all()
    context.write(DELIVERED, lambda session: ask_for_the_rest(session, hours, clock.now()))
    return JobResult(
        ngettext("%(num)d message was handed over.", "%(num)d messages were handed over.", round_.sent),
        "deliveries.index",
    )


class _Round:
    """One run of the job: what was done so far."""

    def __init__(self, context: JobContext, program: Klade) -> None:
        self.context, self.program = context, program
        self.done = self.total = self.sent = 0

    def hours(self, session: Session) -> Hours:
        return Hours.of(self.program.settings.values(session, SECTION.key))

    def one_more(self) -> None:
        """Another delivery came to its end, or was put off."""
        self.done += 1
        self.total = max(self.total, self.done)
        self.context.progress(self.done, self.total)


class _Line:
    """What is due by one channel: one open line for many messages, opened again where it broke."""

    def __init__(self, of_round: _Round, hours: Hours, key: str, channel: NoticeChannel | None) -> None:
        self._round, self._hours, self._key, self._channel = of_round, hours, key, channel
        self._context = of_round.context
        self._stack = ExitStack()
        self._sender: Sender | None = None
        self._refusals = 0

    def send_all(self) -> None:
        """Until nothing is due, somebody asks to stop, or the other end is away."""
        if self._channel is None or not self._channel.is_ready():
            self._put_off_all(_("This way of sending is switched off or not set up."))
            return
        try:
            while some := self._some():
                places = destinations(self._context, self._round.program.database, self._channel, some)
                for delivery in some:
                    if self._context.cancelled():
                        self._stop_all()
                        return
                    self._one(self._channel, delivery, places)
                    self._round.one_more()
        except Delayed as away:
            self._put_off_all(str(away) or _("The other end is away."))
        finally:
            self._hang_up()

    def _some(self) -> list[Delivery]:
        with self._context.read() as session:
            return due_deliveries(session, self._key, clock.now(), self._context.id, _SOME)

    def _one(self, channel: NoticeChannel, delivery: Delivery, places: Destinations) -> None:
        """One delivery to its end, or put off. Raises Delayed where the other end is away for all of them."""
        sender = self._opened(channel)
        begun = self._write(lambda session: steps.begin(session, delivery.id, self._context.id, clock.now()))
        if begun is None:
            return
        address = places.addresses.get(begun.person_id)
        if address is None:
            self._fail(begun, _("The recipient has no proven contact of this kind any more."), was_answered=False)
        elif begun.id in places.forbidden:
            self._fail(begun, _("The recipient may not see this child any more."), was_answered=False)
        else:
            self._hand_over(sender, begun, address, places)

    def _hand_over(self, sender: Sender, delivery: Delivery, address: str, places: Destinations) -> None:
        enclosures, note = self._enclosures(delivery, places)
        message = Message(
            id=delivery.message_id,
            address=address,
            subject=delivery.subject,
            text=delivery.text,
            language=delivery.language,
            sender=places.school.name,
            enclosures=enclosures,
            is_repeated=delivery.is_repeated,
        )
        try:
            sender.send(message)
        except Delayed as away:
            self._put_off(delivery, away, steps.without_address(away, address))
        except Undeliverable as refusal:
            self._fail(delivery, steps.without_address(refusal, address), was_answered=True)
        except Exception:  # noqa: BLE001  # a channel of any plugin may fail in any way; the other messages still go
            _log.exception("delivery %s by %s failed", delivery.id, delivery.channel_key)
            self._hang_up()
            self._write(lambda session: _mark_repeated(session, delivery.id))
            self._fail(delivery, _("An unexpected error. The server's log tells more."), was_answered=False)
        else:
            self._refusals = 0
            self._round.sent += 1
            self._write(lambda session: steps.sent(session, delivery.id, clock.now(), note))

    def _enclosures(self, delivery: Delivery, places: Destinations) -> tuple[list[Enclosure], str | None]:
        """The files that go along; in words what is missing."""
        store, found, missing = file_store(self._round.program.database, places.school), [], []
        for file in places.files.get(delivery.id, ()):
            try:
                found.append(Enclosure(file.name, file.media_type, store.read(file.digest)))
            except Unavailable:
                missing.append(file.name)
        note = _("Sent without a file that is missing from the archive: %(names)s", names=", ".join(missing))
        return found, note if missing else None

    # --------------------------------------------------------------------------------------------- what becomes of it

    def _opened(self, channel: NoticeChannel) -> Sender:
        if self._sender is None:
            self._sender = self._stack.enter_context(channel.open())
        return self._sender

    def _hang_up(self) -> None:
        self._sender = None
        try:
            self._stack.close()
        except Exception:  # noqa: BLE001  # how a broken line ends says nothing about the messages
            _log.info("the line of %s was broken when it was closed", self._key, exc_info=True)

    def _put_off(self, delivery: Delivery, away: Delayed, problem: str) -> None:
        """This one waits; the line is opened again for the next, unless that went wrong too often."""
        self._hang_up()
        repeated = isinstance(away, Unanswered)

        def work(session: Session) -> None:
            row = session.get_one(Delivery, delivery.id)
            steps.put_off(row, self._hours, clock.now(), problem, may_have_arrived=repeated)

        self._write(work)
        self._refusals += 1
        if self._refusals >= _AWAY_AFTER:
            raise Delayed(problem)

    def _put_off_all(self, problem: str) -> None:
        """Everything that is due by this way waits for the other end."""

        def work(session: Session) -> int:
            rows = due_deliveries(session, self._key, clock.now(), self._context.id, None)
            for row in rows:
                steps.put_off(row, self._hours, clock.now(), problem, may_have_arrived=row.state == SENDING)
            return len(rows)

        self._round.done += self._write(work)

    def _stop_all(self) -> None:
        """Somebody asked to stop: what is left is not sent by itself."""

        def work(session: Session) -> None:
            for row in due_deliveries(session, self._key, clock.now(), self._context.id, None):
                row.is_repeated = row.is_repeated or row.state == SENDING
                steps.failed(session, row.id, clock.now(), _("Sending was stopped."), was_answered=False)

        self._write(work)

    def _fail(self, delivery: Delivery, problem: str, *, was_answered: bool) -> None:
        self._write(lambda session: steps.failed(session, delivery.id, clock.now(), problem, was_answered=was_answered))

    def _write(self, work: Callable[[Session], T]) -> T:
        return self._context.write(DELIVERED, work)


def _mark_repeated(session: Session, delivery_id: int) -> None:
    session.get_one(Delivery, delivery_id).is_repeated = True


SEND = Job(SEND_KEY, _l("Send notices by e-mail and SMS"), _send)
