"""A memory limit before anything is looked up: how often one address may try at all."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, current_app, request
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

V = TypeVar("V", bound=Callable[..., Any])

ATTEMPTS = "240 per minute"
"""Of one address. A whole school stands behind one on the day it gets its codes."""

EXTENSION = "klade_limits"


def attempts(view: V) -> V:
    """Counts what is sent to the pages that check secrets, all together; 429 beyond the limit."""

    @wraps(view)
    def limited(*args: Any, **kwargs: Any) -> Any:
        if request.method == "POST" and not _may_try():
            raise TooManyRequests
        return view(*args, **kwargs)

    return cast(V, limited)


def _may_try() -> bool:
    rate = parse(str(current_app.config.get("KLADE_ATTEMPTS_OF_ADDRESS", ATTEMPTS)))
    counts: FixedWindowRateLimiter = current_app.extensions[EXTENSION]
    return counts.hit(rate, "accounts", request.remote_addr or "")


def configure_limits(app: Flask) -> None:
    """Each process counts by itself; what must be exact is counted in the directory (`throttle`).

    This is the engine of Flask-Limiter without its hook, which would cost every request of every page.
    """
    app.extensions[EXTENSION] = FixedWindowRateLimiter(MemoryStorage())
