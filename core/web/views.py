"""Addresses that belong to no part: choices of a browser, signs of life; home and settings of a school."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as Answer

from core.accounts.language import choose_language
from core.accounts.web_sessions import signed_in
from core.foundation.database import DirectorySchool
from core.foundation.permissions import OPEN, PUBLIC, access
from core.foundation.runtime import klade
from core.foundation.scope import HAT_COOKIE, scope
from core.foundation.text import LANGUAGES
from core.values.menu import Area
from core.web.assets import OWN
from core.web.languages import LANGUAGE_COOKIE, SCHEME_COOKIE, SCHEMES, keep_choice
from core.web.shell import menu_of

installation = Blueprint("web", __name__, template_folder="templates")
"""Pages without a school, at the root."""

school_pages = Blueprint("shell", __name__)
"""Pages of the shell inside a school, below `/<school>`."""


@installation.get("/healthz")
@access(PUBLIC)
def healthz() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@installation.get("/readyz")
@access(PUBLIC)
def readyz() -> Response:
    """The process can read the directory; otherwise the error handler answers."""
    with klade().database.directory() as session:
        session.execute(select(DirectorySchool.id).limit(1))
    return jsonify(status="ready")


@installation.get("/favicon.svg")
@access(PUBLIC)
def favicon() -> Response:
    icon = Response((OWN / "img" / "sign.svg").read_bytes(), mimetype="image/svg+xml")
    icon.cache_control.max_age = 24 * 60 * 60
    return icon


@installation.post("/language")
@access(PUBLIC)
def language() -> Answer:
    """Kept with the account of who is signed in, and in the browser for the page of signing in."""
    chosen, who = request.form.get("language", ""), signed_in()
    if who is not None and chosen in LANGUAGES:
        klade().database.directory_write(lambda session: choose_language(session, who.account_id, chosen))
    return _kept(LANGUAGE_COOKIE, chosen, LANGUAGES)


@installation.post("/scheme")
@access(PUBLIC)
def scheme() -> Answer:
    return _kept(SCHEME_COOKIE, request.form.get("scheme", ""), SCHEMES)


@school_pages.get("/")
@access(OPEN)
def home() -> Answer | str:
    """The home page of a hat is the first of its menu."""
    places = [link.url for link in menu_of(Area.MAIN) if link.url != request.path]
    return redirect(places[0]) if places else render_template("home.html")


@school_pages.post("/hat")
@access(OPEN)
def wear() -> Answer:
    """Put another hat on; the home page shows what it is for."""
    answer = redirect(url_for("shell.home"), 303)
    hat = request.form.get("hat", "")
    if hat in scope.asker.hats:
        answer.set_cookie(HAT_COOKIE, hat, samesite="Lax", secure=request.is_secure, httponly=True)
    return answer


@school_pages.get("/settings")
@access(OPEN)
def settings() -> str:
    return render_template("settings.html", links=menu_of(Area.SETTINGS))


def _kept(cookie: str, value: str, allowed: tuple[str, ...]) -> Answer:
    answer = redirect(_own_page(request.form.get("back", "/")), 303)
    if value in allowed:
        keep_choice(answer, cookie, value)
    return answer


def _own_page(address: str) -> str:
    """The address if it is a path of this site, else the root: a form must not send anybody elsewhere."""
    parts = urlsplit(address)
    is_own = not parts.scheme and not parts.netloc and address.startswith("/") and "\\" not in address
    return address if is_own and not address.startswith("//") else "/"
