"""E-mail by SMTP, against real servers that accept, refuse, delay, drop, and ask for TLS and a sign-in."""

from __future__ import annotations

import email
import email.policy
import ssl
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from typing import Any
from urllib.parse import quote

import pytest

from core.foundation import clock
from core.testing.servers import free_port
from core.values.notices import Delayed, Enclosure, Message, Unanswered, Undeliverable
from klade_messaging.channels import email as channel
from klade_messaging.channels.configuration import Misconfigured, mail_server

StartMail = Callable[..., tuple[Any, int]]
USER, PASSWORD = "klade", "p:a/ss@ w%rd"
SIGN_IN = f"{USER}:{quote(PASSWORD, safe='')}"


def message(address: str = "liga@example.lv", **facts: Any) -> Message:
    known: dict[str, Any] = {
        "id": "20261123.7@klade",
        "address": address,
        "subject": "Klade: jaunumi par Elzu, 23. novembris",
        "text": "Elza: Pastā ir jauna vēstule\n.\nhttps://klade.example.lv/mail\n",
        "language": "lv",
        "sender": "Pārgaujas “ģimnāzija”, Valmierā",
    }
    return Message(**(known | facts))


@pytest.fixture
def reach(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """`reach("smtp://…")`: the installation is set up so."""

    def reach(address: str) -> None:
        monkeypatch.setenv("KLADE_SMTP", address)
        monkeypatch.setenv("KLADE_MAIL_FROM", "klade@example.lv")

    return reach


def send(*messages: Message) -> None:
    with channel.open_line() as line:
        for one in messages:
            line.send(one)


def read(content: bytes) -> EmailMessage:
    found = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def test_a_mail_says_who_sends_it_and_that_a_machine_does(start_mail: StartMail, reach: Callable[[str], None]) -> None:
    box, port = start_mail()
    reach(f"smtp://127.0.0.1:{port}")
    with clock.at(datetime.fromisoformat("2026-11-23T16:00:00+00:00")):
        send(message())
    (taken,) = box.taken
    assert (taken.mail_from, taken.rcpt_tos) == ("klade@example.lv", ["liga@example.lv"])
    assert taken.content.isascii()
    mail = read(taken.content)
    assert mail["From"].addresses[0].display_name == "Pārgaujas “ģimnāzija”, Valmierā"
    assert mail["From"].addresses[0].addr_spec == "klade@example.lv"
    assert mail["Subject"] == "Klade: jaunumi par Elzu, 23. novembris"
    assert (mail["Message-ID"], mail["Auto-Submitted"]) == ("<20261123.7@klade>", "auto-generated")
    assert (mail["Date"], mail["Content-Language"]) == ("Mon, 23 Nov 2026 18:00:00 +0200", "lv")
    assert (
        mail.get_content().replace("\r\n", "\n") == "Elza: Pastā ir jauna vēstule\n.\nhttps://klade.example.lv/mail\n"
    )


def test_the_message_id_stays_the_same_however_often_it_goes(
    start_mail: StartMail, reach: Callable[[str], None]
) -> None:
    box, port = start_mail()
    reach(f"smtp://127.0.0.1:{port}")
    send(message(id="5f0c"), message(id="5f0c", is_repeated=True))
    assert [read(one.content)["Message-ID"] for one in box.taken] == ["<5f0c@example.lv>"] * 2


def test_files_go_along_with_their_latvian_names(start_mail: StartMail, reach: Callable[[str], None]) -> None:
    box, port = start_mail()
    reach(f"smtp://127.0.0.1:{port}")
    pdf = bytes(range(256)) * 40
    send(message(enclosures=[Enclosure("Sekmju izraksts – Čakste.pdf", "application/pdf", pdf)]))
    (file,) = read(box.taken[0].content).iter_attachments()
    assert (file.get_filename(), file.get_content_type()) == ("Sekmju izraksts – Čakste.pdf", "application/pdf")
    assert file.get_content() == pdf


def test_a_subject_cannot_smuggle_a_header(start_mail: StartMail, reach: Callable[[str], None]) -> None:
    box, port = start_mail()
    reach(f"smtp://127.0.0.1:{port}")
    with pytest.raises(ValueError, match=r"linefeed|newline"):
        send(message(subject="Labdien\r\nBcc: visi@example.lv"))
    assert box.taken == []


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("450 4.2.1 mailbox busy", Delayed),
        ("451 4.7.1 greylisted", Delayed),
        ("421 4.3.2 closing", Delayed),
        ("530 5.7.0 sign in first", Delayed),
        ("550 5.1.1 no such user liga@example.lv", Undeliverable),
        ("552 5.2.2 mailbox full", Undeliverable),
    ],
)
@pytest.mark.parametrize("step", ["recipient", "content"])
def test_refused_now_waits_and_refused_for_good_fails(
    start_mail: StartMail, reach: Callable[[str], None], answer: str, expected: type[Exception], step: str
) -> None:
    box, port = start_mail()
    reach(f"smtp://127.0.0.1:{port}")
    if step == "recipient":
        box.to_recipients["liga@example.lv"] = answer
    else:
        box.to_content = answer
    with pytest.raises(expected) as told:
        send(message())
    assert type(told.value) is expected
    assert answer[:3] in str(told.value)
    assert "liga" not in str(told.value)
    assert box.taken == []


def test_one_refused_recipient_does_not_stop_the_others(start_mail: StartMail, reach: Callable[[str], None]) -> None:
    box, port = start_mail()
    reach(f"smtp://127.0.0.1:{port}")
    box.to_recipients["nav@example.lv"] = "550 no such user"
    with channel.open_line() as line:
        line.send(message("anna@example.lv"))
        with pytest.raises(Undeliverable):
            line.send(message("nav@example.lv"))
        line.send(message("janis@example.lv"))
    assert [one.rcpt_tos for one in box.taken] == [["anna@example.lv"], ["janis@example.lv"]]


def test_dropped_after_the_content_it_may_have_arrived(start_mail: StartMail, reach: Callable[[str], None]) -> None:
    box, port = start_mail()
    reach(f"smtp://127.0.0.1:{port}")
    box.drops = "content"
    with pytest.raises(Unanswered):
        send(message())
    assert len(box.taken) == 1


def test_dropped_before_the_content_it_cannot_have_arrived(start_mail: StartMail, reach: Callable[[str], None]) -> None:
    box, port = start_mail()
    reach(f"smtp://127.0.0.1:{port}")
    box.drops = "rcpt"
    with pytest.raises(Delayed) as told:
        send(message())
    assert not isinstance(told.value, Unanswered)
    assert box.taken == []


def test_nobody_there_is_a_delay(reach: Callable[[str], None]) -> None:
    reach(f"smtp://127.0.0.1:{free_port()}")
    with pytest.raises(Delayed, match="ConnectionRefusedError"):
        send(message())


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # TLS is around the whole line
@pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])
def test_a_server_that_demands_tls_and_a_sign_in_gets_both(
    start_mail: StartMail, reach: Callable[[str], None], certificate: ssl.SSLContext, scheme: str
) -> None:
    box, port = start_mail(**{"tls" if scheme == "smtps" else "starttls": certificate}, signs_in=True)
    reach(f"{scheme}://{SIGN_IN}@127.0.0.1:{port}")
    send(message())
    assert len(box.taken) == 1


def test_a_wrong_password_waits_and_is_not_told(
    start_mail: StartMail, reach: Callable[[str], None], certificate: ssl.SSLContext
) -> None:
    box, port = start_mail(starttls=certificate, signs_in=True)
    reach(f"smtp+starttls://{USER}:nepareizi-9@127.0.0.1:{port}")
    with pytest.raises(Delayed, match="535") as told:
        send(message())
    assert "nepareizi" not in repr(told.value) + str(told.value.__cause__)
    assert box.taken == []


@pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])
def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    start_mail: StartMail,
    reach: Callable[[str], None],
    certificate: ssl.SSLContext,
    monkeypatch: pytest.MonkeyPatch,
    scheme: str,
) -> None:
    box, port = start_mail(**{"tls" if scheme == "smtps" else "starttls": certificate})
    reach(f"{scheme}://127.0.0.1:{port}")
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(Delayed, match="CERTIFICATE_VERIFY_FAILED"):
        send(message())
    assert box.taken == []


def test_without_the_tls_that_was_asked_for_nothing_is_sent(
    start_mail: StartMail, reach: Callable[[str], None]
) -> None:
    box, port = start_mail()
    reach(f"smtp+starttls://{SIGN_IN}@127.0.0.1:{port}")
    with pytest.raises(Delayed, match="SMTPNotSupportedError"):
        send(message())
    assert box.taken == []


@pytest.mark.parametrize("address", ["līga@example.lv", "liga,anna@example.lv", "liga"])
def test_what_is_no_address_for_mail_servers_fails(
    start_mail: StartMail, reach: Callable[[str], None], address: str
) -> None:
    box, port = start_mail()
    reach(f"smtp://127.0.0.1:{port}")
    with pytest.raises(Undeliverable):
        send(message(address))
    assert box.taken == []


@pytest.mark.parametrize(
    ("address", "sender", "named"),
    [
        ("smtps://host:notaport", "klade@example.lv", "KLADE_SMTP"),
        ("http://host", "klade@example.lv", "KLADE_SMTP"),
        ("smtps://", "klade@example.lv", "KLADE_SMTP"),
        ("smtps://mail.example.lv", "", "KLADE_MAIL_FROM"),
        ("smtps://mail.example.lv", "Klade <klade@example.lv>", "KLADE_MAIL_FROM"),
        ("smtps://klade:slepens7%C5%A1@mail.example.lv", "klade@example.lv", "KLADE_SMTP"),
        ("smtp://klade:slepens7@mail.example.lv", "klade@example.lv", "KLADE_SMTP"),
    ],
)
def test_a_set_up_that_does_not_fit_is_named_without_its_secret(
    monkeypatch: pytest.MonkeyPatch, address: str, sender: str, named: str
) -> None:
    monkeypatch.setenv("KLADE_SMTP", address)
    monkeypatch.setenv("KLADE_MAIL_FROM", sender)
    with pytest.raises(Misconfigured, match=named) as told:
        mail_server()
    assert "slepens7" not in str(told.value)
    assert channel.is_ready()
    with pytest.raises(Delayed, match=named):
        send(message())


def test_the_secrets_of_a_set_up_are_not_in_its_print(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLADE_SMTP", "smtps://lietotajs:slepens7@mail.example.lv")
    monkeypatch.setenv("KLADE_MAIL_FROM", "klade@example.lv")
    found = mail_server()
    assert found is not None
    assert (found.port, found.password) == (465, "slepens7")
    assert "slepens7" not in repr(found)
    assert "lietotajs" not in repr(found)


def test_without_a_server_the_channel_is_not_ready_and_in_development_nothing_leaves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("KLADE_SMTP", raising=False)
    assert not channel.is_ready()
    with pytest.raises(Delayed, match="KLADE_SMTP"):
        send(message())
    monkeypatch.setenv("KLADE_SMTP", "development")
    assert channel.is_ready()
    send(message())
