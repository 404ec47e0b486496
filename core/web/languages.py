"""In which language and colours a page is shown: the person's choice, else the browser's."""

from collections.abc import Callable, Sequence
from pathlib import Path

from flask import Flask, has_request_context, request
from flask_babel import Babel
from werkzeug.wrappers import Response

from core.foundation import text
from core.foundation.text import DEFAULT_LANGUAGE, LANGUAGES
from core.web.texts import configure_texts

SCHEMES = ("auto", "light", "dark")
LANGUAGE_COOKIE = "klade_language"
SCHEME_COOKIE = "klade_scheme"
_A_YEAR = 365 * 24 * 60 * 60

LANGUAGE_TITLES = {"lv": "Latviešu", "en": "English"}


def configure_languages(
    app: Flask, catalogues: Sequence[tuple[str, Path]], language_of_person: Callable[[], str | None]
) -> None:
    """Texts from the catalogues (domain, folder) of core and of the plugins; filters of dates and numbers.

    `language_of_person` is asked for who is signed in; None where nobody is or nothing was chosen.
    """

    def chosen() -> str:
        person = language_of_person() if has_request_context() else None
        return person or language_of_browser()

    Babel(
        app,
        default_locale=DEFAULT_LANGUAGE,
        default_domain=";".join(domain for domain, _ in catalogues),
        default_translation_directories=";".join(str(folder) for _, folder in catalogues),
        default_timezone="Europe/Riga",
        locale_selector=chosen,
    )
    configure_texts(app)
    app.jinja_env.filters.update(
        date=text.date_text,
        day=text.day_text,
        date_words=text.date_words,
        date_title=text.date_title,
        date_said=text.date_said,
        month_short=text.month_short,
        weekday=text.weekday_name,
        weekday_short=text.weekday_short,
        time=text.time_text,
        moment=text.moment_text,
        number=text.number_text,
        percent=text.percent_text,
    )


def language_of_browser() -> str:
    """The cookie's language, else the first of the browser's that Klade has, else Latvian."""
    if not has_request_context():
        return DEFAULT_LANGUAGE
    cookie = request.cookies.get(LANGUAGE_COOKIE)
    if cookie in LANGUAGES:
        return cookie
    return request.accept_languages.best_match(LANGUAGES) or DEFAULT_LANGUAGE


def scheme_of_browser() -> str:
    """Light or dark if the person chose one, else auto: as the device is set."""
    cookie = request.cookies.get(SCHEME_COOKIE, "")
    return cookie if cookie in SCHEMES else "auto"


def keep_choice(response: Response, name: str, value: str) -> None:
    """Remember a choice in this browser for a year."""
    response.set_cookie(name, value, max_age=_A_YEAR, samesite="Lax", secure=request.is_secure, httponly=True)
