"""An act of a person on a page: written as one change, told in a bar that can take it back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import flash, url_for
from sqlalchemy.orm import Session

from core.foundation.database.sessions import change_of
from core.foundation.scope import scope

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Act(Generic[T]):
    """What the work gave, and the change it left in history; none where nothing was changed."""

    result: T
    change_id: int | None


def perform(kind: str, work: Callable[[Session], T], reason: str | None = None) -> Act[T]:
    """Run `work` in one writing transaction of the request's school."""

    def noted(session: Session) -> Act[T]:
        result = work(session)
        session.flush()
        change = change_of(session)
        return Act(result, change.identify(session) if change.lines else None)

    return scope.write(kind, noted, reason)


def tell(text: Any, act: Act[Any], kind: str = "done", *, is_redo: bool = False) -> None:
    """Say on the next page what was done, with the button that takes it back, or does again what was taken back."""
    if act.change_id is None:
        flash(str(text), kind)
        return
    # The shell reads the way back after the kind.
    way_back = url_for("history.take_back", change_id=act.change_id)
    flash(str(text), f"{kind} {way_back}{' redo' if is_redo else ''}")
