"""Documents as HTML pages: what core can make by itself, and what a preview shows."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from flask import render_template
from flask_babel import force_locale
from markupsafe import Markup

from core.foundation.text import period_text
from core.values.documents import REPORT_CARD, TRANSCRIPT, DocumentContent, Sheet

_TEMPLATES = {TRANSCRIPT: "documents/transcript.html", REPORT_CARD: "documents/report_card.html"}


def html_pages(contents: Sequence[DocumentContent]) -> list[bytes] | None:
    """Each document as a page of its own, ready for a browser's printer; nothing for a type that core does not know."""
    if any(content.type_key not in _TEMPLATES for content in contents):
        return None
    return [_page(content).encode() for content in contents]


def sheet_html(content: DocumentContent, sheet: Sheet) -> Markup:
    """One sheet as it stands on a page, in the document's language."""
    with force_locale(content.language):
        page = render_template(_TEMPLATES[content.type_key], content=content, sheet=sheet, period_text=period_text)
    return Markup(page)  # noqa: S704  # our own template, which escapes what it shows


def _page(content: DocumentContent) -> str:
    sheets = [sheet_html(content, sheet) for sheet in content.sheets]
    return render_template("documents/paper.html", content=content, sheets=sheets, looks=_looks())


@cache
def _looks() -> str:
    """The style sheet of papers. It goes into the page, which is kept longer than any address of a style sheet."""
    return (files("core") / "web" / "static" / "css" / "paper.css").read_text()
