"""What every answer tells the browser not to do, and the proof that a form came from our own page."""

import os
from typing import Any

from flask import Flask, Response
from flask_wtf.csrf import CSRFProtect, generate_csrf
from markupsafe import Markup
from werkzeug.middleware.proxy_fix import ProxyFix

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "object-src 'none'",
    ]
)

_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
}

csrf: Any = CSRFProtect()
"""Checks every POST, PUT, PATCH and DELETE; an API blueprint is let out with `csrf.exempt(blueprint)`."""


def configure_security(app: Flask) -> None:
    """Headers on each answer; tokens of forms that live as long as the web session; proxies in front of Klade."""
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)
    csrf.init_app(app)
    app.jinja_env.globals["csrf_field"] = csrf_field
    app.after_request(_add_headers)
    proxies = int(os.environ.get("KLADE_PROXIES", "0"))
    if proxies:
        # Otherwise everybody seems to come from the proxy's address, and their failed sign-ins are counted together.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]  # as Flask says to do


def csrf_field() -> Markup:
    """The hidden field that each form with method="post" carries."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def _add_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if response.mimetype in {"text/html", "application/json"}:
        # Pages hold personal data: neither a proxy nor the browser of the next person may show them again.
        response.headers.setdefault("Cache-Control", "no-store")
    return response
