"""Where a visitor comes from, with and without proxies in front of Klade."""

from __future__ import annotations

import pytest
from flask import Flask, request

from core.web.security import configure_security

SAID = {"X-Forwarded-For": "203.0.113.7, 198.51.100.2", "X-Forwarded-Proto": "https"}


def seen(proxies: str | None, monkeypatch: pytest.MonkeyPatch) -> str:
    if proxies is None:
        monkeypatch.delenv("KLADE_PROXIES", raising=False)
    else:
        monkeypatch.setenv("KLADE_PROXIES", proxies)
    app = Flask("seen")
    app.secret_key = "for a test"
    configure_security(app)
    app.add_url_rule("/", view_func=lambda: f"{request.scheme} {request.remote_addr}")
    return app.test_client().get("/", headers=SAID).text


def test_what_a_visitor_says_of_its_address_counts_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert seen(None, monkeypatch) == "http 127.0.0.1"


def test_the_proxy_in_front_says_where_a_visitor_comes_from(monkeypatch: pytest.MonkeyPatch) -> None:
    assert seen("1", monkeypatch) == "https 198.51.100.2"
