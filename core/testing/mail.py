"""A post office: a mail server of the test's own, which takes letters, shuts, or loses its answers."""

from __future__ import annotations

from asyncio import Transport, new_event_loop
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

import pytest

from core.testing.servers import free_port

if TYPE_CHECKING:
    from email.message import EmailMessage


@dataclass(frozen=True)
class Letter:
    """A mail as it arrived."""

    to: str
    message: EmailMessage

    @property
    def id(self) -> str:
        return str(self.message["Message-ID"])

    @property
    def text(self) -> str:
        """What it says."""
        body = self.message.get_body(("plain",))
        assert body is not None
        return str(body.get_content())

    @property
    def files(self) -> dict[str, bytes]:
        """What is enclosed, by name."""
        return {str(part.get_filename()): part.get_content() for part in self.message.iter_attachments()}


@dataclass
class PostOffice:
    """Listens on one port of loopback while it is open; what came is kept over all its openings."""

    port: int = field(default_factory=free_port)
    letters: list[Letter] = field(default_factory=list)
    silent_after: int = 0
    """So many letters more are taken without an answer: the line is cut instead."""
    _controller: Any = None

    @property
    def address(self) -> str:
        """As `KLADE_SMTP` wants it."""
        return f"smtp://127.0.0.1:{self.port}"

    def opens(self) -> None:
        from aiosmtpd.controller import Controller

        self._controller = Controller(self, loop=new_event_loop(), hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def shuts(self) -> None:
        """From here on nobody answers."""
        if self._controller is not None:
            self._controller.stop()
            self._controller.loop.close()
            self._controller = None

    def to(self, address: str) -> list[Letter]:
        """What came for an address, in order."""
        return [letter for letter in self.letters if letter.to == address]

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd calls it so
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.letters += [Letter(to, message) for to in envelope.rcpt_tos]
        if self.silent_after:
            self.silent_after -= 1
            assert isinstance(server.transport, Transport)
            server.transport.abort()
        return "250 OK"


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    """An open post office; `post_office.address` is for `KLADE_SMTP`."""
    office = PostOffice()
    office.opens()
    yield office
    office.shuts()
