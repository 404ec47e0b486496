"""E-mail by SMTP: one line for many messages; who refuses, who is away, who fell silent."""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from core.foundation import clock
from core.values.notices import Delayed, Message, NoticeChannel, Sender, Unanswered, Undeliverable
from klade_messaging.channels.configuration import (
    SMTP,
    MailServer,
    Misconfigured,
    Security,
    is_development,
    mail_server,
)
from klade_messaging.channels.development import Desk

KEY = "email"
_SECONDS = 30
# Refusals of who we are, not of the message: mending the set-up helps, so nothing is given up.
_OURS = frozenset({530, 534, 535, 538})
# Not every server takes eight-bit text.
_POLICY = SMTP_POLICY.clone(cte_type="7bit")
_LEADING_DOT = re.compile(rb"(?m)^\.")


@contextmanager
def open_line() -> Iterator[Sender]:
    """A line to the mail server, or to the desk of development. Raises Delayed where it cannot be reached."""
    if is_development(SMTP):
        yield Desk()
        return
    try:
        server = mail_server()
    except Misconfigured as error:
        raise Delayed(str(error)) from error
    if server is None:
        raise Delayed(_l("%(variable)s is not set on the server.", variable=SMTP))
    line = _connected(server)
    try:
        yield _Line(line, server)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            line.quit()


def is_ready() -> bool:
    """The installation names a mail server, or wants none to be reached."""
    try:
        return is_development(SMTP) or mail_server() is not None
    except Misconfigured:
        # Something is set: what is wrong with it is told where it is tried.
        return True


def _connected(server: MailServer) -> smtplib.SMTP:
    """The line, protected and signed in. What goes wrong is told without a word of the secret."""
    secure = ssl.create_default_context()
    line: smtplib.SMTP | None = None
    try:
        if server.security is Security.TLS:
            line = smtplib.SMTP_SSL(server.host, server.port, timeout=_SECONDS, context=secure)
        else:
            line = smtplib.SMTP(server.host, server.port, timeout=_SECONDS)
        line.ehlo_or_helo_if_needed()
        if server.security is Security.STARTTLS:
            line.starttls(context=secure)
            line.ehlo_or_helo_if_needed()
        if server.user:
            line.login(server.user, server.password)
    except smtplib.SMTPAuthenticationError as error:
        _hang_up(line)
        raise Delayed(_l("The mail server refuses the sign-in (%(code)s).", code=error.smtp_code)) from None
    except ssl.SSLError as error:
        _hang_up(line)
        why = error.reason or type(error).__name__
        raise Delayed(_l("The mail server cannot be trusted (%(why)s).", why=why)) from error
    except (OSError, smtplib.SMTPException) as error:
        _hang_up(line)
        raise Delayed(_away(error)) from None
    return line


def _hang_up(line: smtplib.SMTP | None) -> None:
    if line is not None:
        line.close()


class _Line:
    """An open line to a mail server."""

    def __init__(self, line: smtplib.SMTP, server: MailServer) -> None:
        self._line = line
        self._server = server

    def send(self, message: Message) -> None:
        content = written(message, self._server.sender).as_bytes(policy=_POLICY)
        try:
            self._expect(self._line.mail(self._server.sender), 250)
            self._expect(self._line.rcpt(message.address), 250, 251)
            self._expect(self._line.docmd("DATA"), 354)
        except OSError as error:
            raise Delayed(_away(error)) from None
        try:
            # From here on the server may have it, whatever we hear.
            self._line.send(_LEADING_DOT.sub(b"..", content) + b".\r\n")
            answer = self._line.getreply()
        except OSError as error:
            raise Unanswered(_l("The mail server fell silent after it was given the message.")) from error
        self._expect(answer, 250)

    def _expect(self, answer: tuple[int, bytes], *wanted: int) -> None:
        """Raises Delayed or Undeliverable for another answer. Its words may hold addresses: only the code is told."""
        code, _words = answer
        if code in wanted:
            return
        with suppress(OSError):
            self._line.rset()
        if code in _OURS or not 500 <= code < 600:
            raise Delayed(_l("The mail server cannot take it now (%(code)s).", code=code))
        raise Undeliverable(_l("The mail server refuses it (%(code)s).", code=code))


def written(message: Message, sender: str) -> EmailMessage:
    """The mail. Programs sort it as what it is: told by a machine. Raises Undeliverable for what is no address."""
    mail = EmailMessage(policy=_POLICY)
    user, _, domain = sender.rpartition("@")
    try:
        message.address.encode("ascii")
        mail["To"] = Address(addr_spec=message.address)
    except (MessageError, ValueError, IndexError):
        raise Undeliverable(_l("Mail servers do not take this address.")) from None
    mail["From"] = Address(message.sender, user, domain)
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(clock.local(clock.now()))
    mail["Message-ID"] = _message_id(message.id, domain)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text)
    mail["Content-Language"] = message.language
    for one in message.enclosures:
        main, _, kind = one.media_type.partition("/")
        mail.add_attachment(one.content, maintype=main, subtype=kind or "octet-stream", filename=one.name)
    return mail


def _message_id(id_: str, domain: str) -> str:
    bare = id_.strip("<>")
    return f"<{bare}>" if "@" in bare else f"<{bare}@{domain}>"


def _away(error: Exception) -> Any:
    return _l("The mail server is away (%(why)s).", why=getattr(error, "smtp_code", None) or type(error).__name__)


CHANNEL = NoticeChannel(
    key=KEY, title=_l("E-mail"), contact="email", open=open_line, is_ready=is_ready, takes_files=True, order=10
)
