"""Duties: somebody must do something by some time. Computed from facts, never ticked off."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

DutyState = Literal["open", "late"]


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing owed: who, what, where, by when."""

    rule: str
    title: Any
    person_id: int
    person: str
    """Listed name: surname first."""
    due: datetime
    state: DutyState
    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DutyQuestion:
    """What a rule is asked: whose duties (nothing: everybody's) at which instant, under which settings."""

    moment: datetime
    settings: Mapping[str, Any]
    """The values of the rule's own settings section."""
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class DutyRule:
    """A rule of the school that finds what is owed; its numbers are data in `section`."""

    key: str
    title: Any
    section: str
    find: Callable[[Session, DutyQuestion], Iterable[Duty]]
