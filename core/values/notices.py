"""Notices: what is new for whom, and the channels by which somebody outside Klade is told that something is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class Urgency(StrEnum):
    """When a notice goes out if its recipient chose nothing: once a day with the others, or as soon as it is known.

    At once only what the rules name (`terms-and-rules.md` 2.12): an unjustified absence, an answer asked for.
    """

    DIGEST = "digest"
    AT_ONCE = "at_once"


@dataclass(frozen=True, slots=True)
class NoticeFile:
    """A file of the school's archive that goes along by e-mail to those who asked for files."""

    digest: str
    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class News:
    """Something that is new for one person.

    `text` is one sentence, read in the recipient's language, that may leave Klade: never a mark, a reason, or a name
    beyond the child's first name.
    """

    person_id: int
    about: str
    """What it tells of, `absence:123`: the same rule tells one person of it once."""
    text: Any
    moment: datetime
    """When it came to be."""
    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)
    child_id: int | None = None
    """The pupil it is about, where the recipient is a guardian."""
    urgency: Urgency | None = None
    """Where this one differs from its rule: a letter that asks for an answer."""
    files: Sequence[NoticeFile] = ()


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What a rule gave before under this `about` is so no more: whoever has not heard of it never will."""

    about: str


@dataclass(frozen=True, slots=True)
class NoticeQuestion:
    """What a rule is asked: what came to be after `since`, up to and with `until`.

    The spans overlap a little, so that nothing is missed that was being written while the rule looked.
    """

    since: datetime
    until: datetime
    settings: Mapping[str, Any]
    """The values of the settings section `notices`."""
    span_of: Callable[[datetime], tuple[datetime, datetime]]
    """The time that the same day's summary tells of as a moment: after the first, up to and with the second."""


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """A kind of notice (paziņojuma veids) that each recipient can switch; `find` looks at the facts.

    What `find` gives again is told once; with another text, the notice says the new one as long as nobody read it.
    """

    key: str
    title: Any
    find: Callable[["Session", NoticeQuestion], Iterable[News | TakenBack]]
    urgency: Urgency = Urgency.DIGEST
    hats: Sequence[str] = ()
    """In which hats (`staff`, `guardian`, `pupil`) somebody may be told of it; nothing: in any."""
    order: int = 100


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes along with a message."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """What a channel hands over: one recipient, one id."""

    id: str
    """Stays the same however often it is tried: the Message-ID of a mail, the id that a gateway knows it by."""
    address: str
    """An e-mail or a phone with its country code, proven by its owner."""
    subject: str
    text: str
    language: str
    sender: str
    """The school's name."""
    enclosures: Sequence[Enclosure] = ()
    is_repeated: bool = False
    """It may have arrived before: the sender was cut off between handing over and hearing the answer."""


class Delayed(Exception):
    """Not now: the other end is away or busy. Says nothing about the message, which waits and is tried again."""


class Unanswered(Delayed):
    """Handed over whole, and the line broke before the answer: it may have arrived, so the next try is a repeat."""


class Undeliverable(Exception):
    """Never: the other end refuses this recipient or this message."""


class Sender(Protocol):
    """An open line to the other end."""

    def send(self, message: Message) -> None:
        """Hand one over and wait for the answer. Raises Delayed, Unanswered, Undeliverable."""


@dataclass(frozen=True, slots=True)
class NoticeChannel:
    """A way out of Klade. `open` reaches the other end once for many messages and raises Delayed where it is away."""

    key: str
    title: Any
    contact: str
    """Which proven contact it needs: `email` or `phone`."""
    open: Callable[[], AbstractContextManager[Sender]]
    is_ready: Callable[[], bool]
    """Whether this installation is set up for it; otherwise nothing is made to go by it."""
    takes_files: bool = False
    order: int = 100
