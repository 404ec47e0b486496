"""Which statements the program sends to its databases: a hot page asks a fixed number, whatever its size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest

Statements = Callable[[], AbstractContextManager[list[str]]]


@contextmanager
def _noted() -> Iterator[list[str]]:
    from sqlalchemy import Engine, event

    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture
def statements() -> Statements:
    """`with statements() as seen:` what was sent within the block, in order."""
    return _noted
