"""Where Klade is on the network: links in what leaves it, and the name behind the ids of messages."""

import ipaddress
import os
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from flask import current_app

VARIABLE = "KLADE_ADDRESS"
DEFAULT = "http://127.0.0.1:8000"


def public_address() -> str:
    """The address that people type, without a slash at its end: the environment's `KLADE_ADDRESS`."""
    return (os.environ.get(VARIABLE) or DEFAULT).rstrip("/")


def link(endpoint: str, school: str, **values: Any) -> str:
    """The whole address of a page of a school, outside of any request too."""
    path = current_app.url_map.bind("").build(endpoint, {"school": school, **values})
    return public_address() + path


def new_message_id() -> str:
    """`<uuid@installation>`: says nothing about the recipient."""
    return f"<{uuid4().hex}@{_installation()}>"


def _installation() -> str:
    host = urlsplit(public_address()).hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host if "." in host else "klade.localhost"
    return "klade.localhost"
