"""Mail servers and gateways of the tests' own, and letters to write."""

from __future__ import annotations

import ssl
from asyncio import Transport, new_event_loop
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from core.testing.servers import free_port

USER, PASSWORD = "klade", "p:a/ss@ w%rd"


class Mailbox:
    """What a mail server took, and how it answers."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.to_recipients: dict[str, str] = {}
        """Address → the answer, where it is another than `250`."""
        self.to_sender = "250 OK"
        self.to_content = "250 OK"
        self.drops = ""
        """`rcpt` or `content`: hangs up there without an answer."""

    async def handle_MAIL(  # noqa: N802  # the name that aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.to_sender.startswith("250"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return self.to_sender

    async def handle_RCPT(  # noqa: N802  # the name that aiosmtpd calls
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.drops == "rcpt":
            _hang_up(server)
        answer = self.to_recipients.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # as above
        if self.drops == "content":
            self.taken.append(envelope)
            _hang_up(server)
        elif self.to_content.startswith("250"):
            self.taken.append(envelope)
        return self.to_content


def _hang_up(server: SMTP) -> None:
    assert isinstance(server.transport, Transport)
    server.transport.abort()


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's side of TLS for 127.0.0.1, with a certificate that this process trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=400))
        .not_valid_after(now + timedelta(days=400))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain = tmp_path / "server.pem"
    form = serialization.PrivateFormat.PKCS8
    secret = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    chain.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    return context


def _signs_in(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: object) -> AuthResult:
    fits = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=fits, handled=False)


StartMail = Callable[..., tuple[Mailbox, int]]


@pytest.fixture
def start_mail() -> Iterator[StartMail]:
    """`start_mail()`: a mail server of the test's own, and its port."""
    running: list[Controller] = []

    def start(
        *, tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None, signs_in: bool = False
    ) -> tuple[Mailbox, int]:
        box, port = Mailbox(), free_port()
        controller = Controller(
            box,
            loop=new_event_loop(),
            hostname="127.0.0.1",
            port=port,
            ssl_context=tls,
            tls_context=starttls,
            require_starttls=starttls is not None,
            auth_required=signs_in,
            authenticator=_signs_in if signs_in else None,
            # It knows of the TLS that comes by STARTTLS only.
            auth_require_tls=tls is None,
        )
        controller.start()
        running.append(controller)
        return box, port

    yield start
    for controller in running:
        controller.stop()
        controller.loop.close()
