"""What a person or a program is shown when something did not work: what happened, what is safe, what to do."""

import logging
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, jsonify, make_response, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed
from werkzeug.wrappers import Response as Answer

from core.foundation.errors import KladeError, NotSignedIn
from core.web.shell import in_school, plain_shell

_logger = logging.getLogger(__name__)

_WORDS: dict[int, tuple[Any, Any]] = {
    400: (_l("The request could not be read"), _l("Nothing was changed. Go back and try again.")),
    401: (_l("Please sign in"), _l("Nothing was changed. Sign in and try again.")),
    403: (_l("This is not open to you"), _l("Nothing was changed. If your work needs it, ask the school's superuser.")),
    404: (
        _l("There is no such page"),
        _l("The address may be mistyped, the thing may be gone, or it is not yours to see."),
    ),
    405: (_l("This cannot be done here"), _l("Nothing was changed. Go back and try again.")),
    409: (
        _l("Changed meanwhile"),
        _l("Somebody changed the same thing. Nothing of theirs was overwritten; load the page again and compare."),
    ),
    413: (_l("The file is too large"), _l("Nothing was changed. Choose a smaller file.")),
    422: (_l("Not saved"), _l("Something in what was sent breaks a rule. Nothing was changed.")),
    429: (_l("Too many attempts"), _l("Nothing was changed. Wait a minute, then try again.")),
    500: (
        _l("Something broke on our side"),
        _l("What was saved before is safe; this last step was not done. Try again, and tell the school's superuser."),
    ),
    503: (_l("Not available just now"), _l("Nothing was lost. Come back in a few minutes.")),
}


def configure_errors(app: Flask) -> None:
    """One answer for each kind of failure, as a page or as JSON `{code, message, problems}`."""
    app.register_error_handler(KladeError, _of_klade)
    app.register_error_handler(CSRFError, _of_old_form)
    app.register_error_handler(HTTPException, _of_http)


def wants_json() -> bool:
    """The request is a program's or a script's, not a page's."""
    if request.is_json or "/api/" in request.path:
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    return best == "application/json" and not request.accept_mimetypes.accept_html


def _of_klade(error: KladeError) -> Answer | tuple[Response | str, int]:
    if isinstance(error, NotSignedIn) and request.method == "GET" and not wants_json():
        return redirect("/sign-in?" + urlencode({"next": request.full_path.rstrip("?")}))
    problems = [{"place": problem.place, "message": str(problem.message)} for problem in error.problems]
    return _answer(error.status, error.code, str(error.message), problems)


def _of_old_form(_error: CSRFError) -> tuple[Response | str, int]:
    message = _(
        "This page was open for so long, or in so many windows, that it no longer counts as yours. "
        "Nothing was changed. Load the page again and repeat the step."
    )
    return _answer(400, "old-form", message, [], title=_("The page is out of date"))


def _of_http(error: HTTPException) -> Answer:
    status = error.code or 500
    if error.response is not None or status < 400:
        return error.get_response()
    if isinstance(error, InternalServerError) and error.original_exception is not None:
        # Flask has logged the exception itself with its traceback.
        _logger.error("%s %s failed", request.method, request.endpoint)
    _title, message = _words(status)
    answer, status = _answer(status, HTTPStatus(status).phrase.lower().replace(" ", "-"), str(message), [])
    response = make_response(answer, status)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.allow.update(error.valid_methods)
    return response


def _words(status: int) -> tuple[Any, Any]:
    return _WORDS.get(status) or _WORDS[500 if status >= 500 else 400]


def _answer(
    status: int, code: str, message: str, problems: list[dict[str, str]], title: str | None = None
) -> tuple[Response | str, int]:
    if wants_json():
        return jsonify(code=code, message=message, problems=problems), status
    title = title or str(_words(status)[0])
    if message.rstrip(".") == title:
        message = str(_words(status)[1])
    # After a fault of ours the school may be what failed: the plain page asks it nothing.
    is_ours = status >= 500
    base = "plain.html" if is_ours or not in_school() else "shell.html"
    frame = {"shell": plain_shell()} if is_ours else {}
    page = render_template(
        "error.html", base=base, status=status, title=title, message=message, problems=problems, **frame
    )
    return page, status
