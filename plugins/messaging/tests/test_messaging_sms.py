"""SMS by a gateway, against a real HTTP server that accepts, knows already, refuses, delays and falls silent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from core.testing.servers import free_port
from core.values.notices import Delayed, Message, Unanswered, Undeliverable
from klade_messaging.channels import sms
from klade_messaging.channels.configuration import Misconfigured, gateway

MESSAGE = Message(
    id="20261123.8",
    address="+37120000001",
    subject="",
    text="Elza: Pastā ir jauna vēstule",
    language="lv",
    sender="Pārgaujas ģimnāzija",
)


@dataclass
class Asked:
    """What a gateway was asked, and how it answers: a status, or 0 to hang up."""

    answer: int = 200
    location: str = ""
    requests: list[tuple[dict[str, str], Any]] = field(default_factory=list)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[Asked]:
    """A gateway of the test's own, to which the installation is set up."""
    kept = Asked()

    class Gateway(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            kept.requests.append((dict(self.headers), json.loads(content)))
            if kept.answer == 0:
                self.close_connection = True
                return
            self.send_response(kept.answer)
            if kept.location:
                self.send_header("Location", kept.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """The tests' output stays quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    monkeypatch.setenv("KLADE_SMS_GATEWAY", f"http://127.0.0.1:{server.server_port}/send")
    monkeypatch.setenv("KLADE_SMS_TOKEN", "slepens7")
    monkeypatch.delenv("KLADE_SMS_SENDER", raising=False)
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield kept
    server.shutdown()
    server.server_close()
    thread.join()


def send() -> None:
    with sms.open_line() as line:
        line.send(MESSAGE)


def test_a_gateway_is_asked_as_its_contract_says(asked: Asked) -> None:
    send()
    ((headers, said),) = asked.requests
    assert said == {
        "id": "20261123.8",
        "to": "+37120000001",
        "text": "Elza: Pastā ir jauna vēstule",
        "sender": "Pārgaujas ģimnāzija",
    }
    assert headers["Authorization"] == "Bearer slepens7"
    assert headers["Idempotency-Key"] == "20261123.8"
    assert headers["Content-Type"] == "application/json; charset=utf-8"


def test_the_sender_may_be_the_installations_own(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLADE_SMS_SENDER", "Klade")
    send()
    assert asked.requests[0][1]["sender"] == "Klade"


@pytest.mark.parametrize("status", [200, 201, 202, 204, 409])
def test_taken_or_taken_before_is_sent(asked: Asked, status: int) -> None:
    asked.answer = status
    send()
    assert len(asked.requests) == 1


@pytest.mark.parametrize("status", [401, 402, 403, 408, 425, 429, 500, 503])
def test_busy_or_closed_to_us_waits(asked: Asked, status: int) -> None:
    asked.answer = status
    with pytest.raises(Delayed, match=str(status)) as told:
        send()
    assert not isinstance(told.value, Unanswered)
    assert "slepens7" not in repr(told.value)


@pytest.mark.parametrize("status", [400, 404, 422])
def test_refused_fails(asked: Asked, status: int) -> None:
    asked.answer = status
    with pytest.raises(Undeliverable, match=str(status)):
        send()


def test_silence_after_the_request_may_be_an_arrival(asked: Asked) -> None:
    asked.answer = 0
    with pytest.raises(Unanswered):
        send()


def test_the_token_is_not_sent_elsewhere(asked: Asked) -> None:
    asked.answer, asked.location = 307, f"http://127.0.0.1:{free_port()}/other"
    with pytest.raises(Delayed, match="307"):
        send()
    assert len(asked.requests) == 1


def test_nobody_there_is_a_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLADE_SMS_GATEWAY", f"http://127.0.0.1:{free_port()}/send")
    monkeypatch.setenv("KLADE_SMS_TOKEN", "slepens7")
    with pytest.raises(Delayed, match="ConnectionRefusedError"):
        send()


@pytest.mark.parametrize(
    ("url", "token", "named"),
    [
        ("http://sms.example.lv/send", "slepens7", "KLADE_SMS_GATEWAY"),
        ("sms.example.lv", "slepens7", "KLADE_SMS_GATEWAY"),
        ("https://sms.example.lv/send", "", "KLADE_SMS_TOKEN"),
    ],
)
def test_a_set_up_that_does_not_fit_is_named_without_its_secret(
    monkeypatch: pytest.MonkeyPatch, url: str, token: str, named: str
) -> None:
    monkeypatch.setenv("KLADE_SMS_GATEWAY", url)
    monkeypatch.setenv("KLADE_SMS_TOKEN", token)
    with pytest.raises(Misconfigured, match=named) as told:
        gateway()
    assert "slepens7" not in str(told.value)


def test_the_token_of_a_set_up_is_not_in_its_print(asked: Asked) -> None:
    found = gateway()
    assert found is not None
    assert "slepens7" not in repr(found)


def test_without_a_gateway_the_channel_is_not_ready_and_in_development_nothing_leaves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("KLADE_SMS_GATEWAY", raising=False)
    assert not sms.is_ready()
    with pytest.raises(Delayed, match="KLADE_SMS_GATEWAY"):
        send()
    monkeypatch.setenv("KLADE_SMS_GATEWAY", "development")
    assert sms.is_ready()
    send()
