"""A memory limit before anything is looked up: how often one address may try at all."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

ATTEMPTS = "240 per minute"
"""Of one address. A whole school stands behind one on the day it gets its codes."""

limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=False)


def _attempts() -> str:
    from flask import current_app

    return str(current_app.config.get("KLADE_ATTEMPTS_OF_ADDRESS", ATTEMPTS))


attempts = limiter.shared_limit(_attempts, scope="accounts", methods=["POST"])
"""Counts what is sent to the pages that check secrets, all together."""


def configure_limits(app: Flask) -> None:
    """Each process counts by itself; what must be exact is counted in the directory (`throttle`)."""
    limiter.init_app(app)
