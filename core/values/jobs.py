"""Work that takes time: what a job is, and what its function is given."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from uuid import UUID

from core.values.asker import Asker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

T = TypeVar("T")


class Lane(StrEnum):
    """Which queue a job waits in: a heavy one keeps a processor busy, so a worker does one at a time."""

    ORDINARY = "ordinary"
    HEAVY = "heavy"


@dataclass(frozen=True, slots=True)
class JobResult:
    """What a finished job tells: a sentence in the asker's language and, where there is one, the page to look at."""

    text: Any = None
    endpoint: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


class JobSchool(Protocol):
    """The school that a job is done for."""

    @property
    def id(self) -> int: ...

    @property
    def slug(self) -> str: ...

    @property
    def name(self) -> str: ...


class JobContext(Protocol):
    """What the function of a job works with. It is called again from the start after a crash, so it must be able to
    find out what is done already.
    """

    @property
    def id(self) -> UUID: ...

    @property
    def school(self) -> JobSchool: ...

    @property
    def arguments(self) -> Mapping[str, Any]: ...

    @property
    def asker(self) -> Asker | None:
        """Who asked, with the rights of today; nobody for a scheduled job."""

    def read(self) -> AbstractContextManager["Session"]:
        """A reading session of the school."""

    def write(self, kind: str, work: Callable[["Session"], T], reason: str | None = None) -> T:
        """One writing transaction of the school, in the name of who asked."""

    def progress(self, done: int, total: int) -> None:
        """Tell how far it is. Not from inside `read` or `write`: it is a transaction of its own."""

    def cancelled(self) -> bool:
        """Somebody asked to stop: return at the next good place, and the job ends as cancelled."""


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of work. Whoever asks for it needs `permission` both then and when it runs.

    `schedule` is a cron expression on the school's clock (`"20 3 * * *"`): once for each school that has the plugin
    enabled, over all workers together; a time that nobody was there for is made up for once. `tries` is how often an
    unexpected error is tried again before the job has failed.
    """

    key: str
    title: Any
    run: Callable[[JobContext], JobResult | None]
    permission: str | None = None
    schedule: str | None = None
    lane: Lane = Lane.ORDINARY
    tries: int = 3
