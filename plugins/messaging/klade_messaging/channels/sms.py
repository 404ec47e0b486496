"""SMS by a gateway that speaks HTTP: the contract stands in docs/administrators.md."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from flask_babel import lazy_gettext as _l

from core.values.notices import Delayed, Message, NoticeChannel, Sender, Unanswered, Undeliverable
from klade_messaging.channels.configuration import SMS_GATEWAY, Gateway, Misconfigured, gateway, is_development
from klade_messaging.channels.development import Desk

KEY = "sms"
_SECONDS = 30
_KNOWN_ALREADY = 409
# The gateway is busy, or knows us no more: the message waits until that is mended.
_LATER = frozenset({401, 402, 403, 408, 425, 429})


@contextmanager
def open_line() -> Iterator[Sender]:
    """The gateway, or the desk of development. Raises Delayed where it is not set up."""
    if is_development(SMS_GATEWAY):
        yield Desk()
        return
    try:
        found = gateway()
    except Misconfigured as error:
        raise Delayed(str(error)) from error
    if found is None:
        raise Delayed(_l("%(variable)s is not set on the server.", variable=SMS_GATEWAY))
    yield _Line(found)


def is_ready() -> bool:
    """The installation names a gateway, or wants none to be reached."""
    try:
        return is_development(SMS_GATEWAY) or gateway() is not None
    except Misconfigured:
        # Something is set: what is wrong with it is told where it is tried.
        return True


class _NoWayRound(HTTPRedirectHandler):
    """The token goes to the address that was set up and nowhere else."""

    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        return None


class _Line:
    """A gateway that is asked once for each message."""

    def __init__(self, to: Gateway) -> None:
        self._to = to
        self._opener = build_opener(_NoWayRound)

    def send(self, message: Message) -> None:
        said = {
            "id": message.id,
            "to": message.address,
            "text": message.text,
            "sender": self._to.sender or message.sender,
        }
        request = Request(  # noqa: S310  # the address is https, or on this machine: configuration.gateway
            self._to.url,
            data=json.dumps(said, ensure_ascii=False).encode(),
            method="POST",
            headers={
                "Authorization": f"Bearer {self._to.token}",
                "Content-Type": "application/json; charset=utf-8",
                "Idempotency-Key": message.id,
            },
        )
        try:
            with self._opener.open(request, timeout=_SECONDS) as answer:
                answer.read(1)
        except HTTPError as error:
            error.close()
            _judge(error.code)
        except URLError as error:
            raise Delayed(_l("The SMS gateway is away (%(why)s).", why=type(error.reason).__name__)) from None
        except (HTTPException, OSError) as error:
            # The request went out whole, so the gateway may have taken it; it knows the id when it comes again.
            raise Unanswered(_l("The SMS gateway fell silent after it was given the message.")) from error


def _judge(code: int) -> None:
    if code == _KNOWN_ALREADY:
        return
    if code in _LATER or not 400 <= code < 500:
        raise Delayed(_l("The SMS gateway cannot take it now (%(code)s).", code=code))
    raise Undeliverable(_l("The SMS gateway refuses it (%(code)s).", code=code))


CHANNEL = NoticeChannel(key=KEY, title=_l("SMS"), contact="phone", open=open_line, is_ready=is_ready, order=20)
