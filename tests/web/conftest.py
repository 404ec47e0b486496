"""A small application made of the shell's own parts, without schools: pages of components, and routes that fail."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from flask import Flask, abort, flash, redirect, render_template, request, url_for
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from core.foundation.errors import Conflict, Invalid, NotFound, NotSignedIn, Problem
from core.foundation.text import language
from core.web import views
from core.web.assets import configure_assets
from core.web.errors import configure_errors
from core.web.languages import configure_languages, scheme_of_browser
from core.web.security import configure_security
from core.web.shell import FlashBar, Hat, Link, Shell, configure_shell

HERE = Path(__file__).parent
TRANSLATIONS = Path(views.__file__).parent.parent / "translations"
PUPILS = [("Āboliņš", "Kārlis", 3), ("Bērziņa", "Anna Marija", 0), ("Ļaudams", "Ralfs", 12)]
FAILURES = {
    "conflict": Conflict("Pa to laiku labots."),
    "invalid": Invalid("Nav saglabāts.", [Problem("family", "Ierakstiet uzvārdu.")]),
    "missing": NotFound("Šādas klases nav."),
    "stranger": NotSignedIn("Vajag pieslēgties."),
}


def frame(flashes: Sequence[FlashBar]) -> Shell:
    return Shell(
        language=language(),
        scheme=scheme_of_browser(),
        here=request.path,
        flashes=flashes,
        school_name="Pārgaujas ģimnāzija",
        school_slug="pargauja",
        person_name="Ilze Kalniņa",
        is_signed_in=True,
        hats=[Hat("staff", "Darbs", True), Hat("guardian", "Mani bērni", False)],
        menu=[Link("a", "Sākums", "/", True), Link("b", "Žurnāli", "/journals", False)],
        settings=Link("settings", "Iestatījumi", "/settings", False),
    )


def _add_pages(app: Flask) -> None:
    @app.get("/")
    def parts() -> str:
        bars = [FlashBar("Klātbūtne atzīmēta.", "done", "/act"), FlashBar("Vērtējums 11 nav skalā.", "refused")]
        problems = [Problem("family", "Ierakstiet uzvārdu.")] if request.args.get("wrong") else []
        return render_template("parts.html", shell=frame(bars), pupils=PUPILS, problems=problems)

    @app.post("/act")
    def act() -> Response:
        flash(f"Izdarīts: {request.form.get('pupil', '–')}", "done /act")
        return redirect(url_for("plain"))

    @app.get("/plain")
    def plain() -> str:
        return render_template("plain.html")

    @app.route("/fail/<kind>", methods=["GET", "POST"])
    def fail(kind: str) -> str:
        if kind == "broken":
            raise RuntimeError("a fault of ours")
        if kind.isdigit():
            abort(int(kind))
        raise FAILURES[kind]


@pytest.fixture
def shell_app() -> Flask:
    app = Flask("shell_test", template_folder=str(HERE / "templates"), static_folder=None)
    app.secret_key = "only for this test"
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["klade"] = _Nobody()
    configure_security(app)
    configure_languages(app, [("core", TRANSLATIONS)], lambda: None)
    app.register_blueprint(views.installation)
    app.register_blueprint(views.school_pages, url_prefix="/pargauja")
    configure_shell(app)
    configure_errors(app)
    configure_assets(app, {})
    _add_pages(app)
    return app


class _Nobody:
    """A program in which nobody can sign in."""

    sign_in = None


@pytest.fixture
def address(shell_app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, shell_app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
