"""How the machine reaches others: addresses and secrets from the environment, which nothing shows again."""

import os
from dataclasses import dataclass, field
from email.utils import parseaddr
from enum import StrEnum
from urllib.parse import unquote, urlsplit

SMTP, FROM = "KLADE_SMTP", "KLADE_MAIL_FROM"
SMS_GATEWAY, SMS_TOKEN, SMS_SENDER = "KLADE_SMS_GATEWAY", "KLADE_SMS_TOKEN", "KLADE_SMS_SENDER"
DEVELOPMENT = "development"
"""Nothing leaves: what would have gone is read on the page of deliveries."""

_LOCAL = frozenset({"127.0.0.1", "::1", "localhost"})


class Misconfigured(ValueError):
    """A variable of the environment does not fit; the message names it and never repeats its value."""


class Security(StrEnum):
    """How the line to a mail server is protected."""

    NONE = "smtp"
    STARTTLS = "smtp+starttls"
    TLS = "smtps"


_PORTS = {Security.NONE: 25, Security.STARTTLS: 587, Security.TLS: 465}


@dataclass(frozen=True, slots=True)
class MailServer:
    """The server that takes mail for delivery."""

    host: str
    port: int
    security: Security
    sender: str
    """The address that mail comes from."""
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Gateway:
    """The address that takes SMS for delivery."""

    url: str
    token: str = field(repr=False)
    sender: str = ""


def is_development(variable: str) -> bool:
    return os.environ.get(variable) == DEVELOPMENT


def mail_server() -> MailServer | None:
    """The mail server of the environment, nothing where none is named. Raises Misconfigured."""
    given = os.environ.get(SMTP, "")
    if not given or given == DEVELOPMENT:
        return None
    try:
        parts = urlsplit(given)
        security, host, port = Security(parts.scheme), parts.hostname, parts.port
    except ValueError:
        raise Misconfigured(f"{SMTP} is no address like smtp+starttls://user:password@host:587") from None
    if not host:
        raise Misconfigured(f"{SMTP} names no host")
    sender = os.environ.get(FROM, "")
    if parseaddr(sender)[1] != sender or "@" not in sender or not sender.isascii():
        raise Misconfigured(f"{FROM} is no e-mail address")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not (user + password).isascii():
        raise Misconfigured(f"{SMTP} has letters in its user or password that servers are not asked with; use ASCII")
    if user and security is Security.NONE and host not in _LOCAL:
        raise Misconfigured(f"{SMTP} would send its password readable for all: use smtp+starttls:// or smtps://")
    return MailServer(host, port or _PORTS[security], security, sender, user, password)


def gateway() -> Gateway | None:
    """The SMS gateway of the environment, nothing where none is named. Raises Misconfigured."""
    url = os.environ.get(SMS_GATEWAY, "")
    if not url or url == DEVELOPMENT:
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        raise Misconfigured(f"{SMS_GATEWAY} is no address like https://sms.example.lv/send") from None
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and host in _LOCAL)):
        raise Misconfigured(f"{SMS_GATEWAY} is no https:// address")
    token = os.environ.get(SMS_TOKEN, "")
    if not token:
        raise Misconfigured(f"{SMS_TOKEN} is missing")
    return Gateway(url, token, os.environ.get(SMS_SENDER, ""))
