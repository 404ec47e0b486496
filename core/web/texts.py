"""The texts of templates: `_` and `pgettext`, which a page calls a hundred times, looked up once a language."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask_babel import gettext, pgettext
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from core.foundation.text import language

# A template may also ask for a text that it was given; such texts must not pile up.
_MOST = 5_000

_Key = tuple[str, ...]


def configure_texts(app: Flask) -> None:
    """Templates find `_`, `gettext` and `pgettext` as Jinja's own would be, only sooner."""
    texts = Texts()
    app.jinja_env.globals.update(_=texts.text, gettext=texts.text, pgettext=texts.text_of_context)


class Texts:
    """Texts as they stand in pages, by language and what they are in English."""

    def __init__(self) -> None:
        self._kept: dict[_Key, Markup] = {}

    @pass_eval_context
    def text(self, eval_context: EvalContext, text: str, /, **variables: Any) -> str:
        """`_("Saved")`, `_("until %(day)s", day=day)`; in a page what is put in is escaped."""
        return self._said(eval_context, (language(), text), lambda: gettext(text), variables)

    @pass_eval_context
    def text_of_context(self, eval_context: EvalContext, context: str, text: str, /, **variables: Any) -> str:
        """`pgettext("homework", "due")`."""
        said = (language(), context, text)
        return self._said(eval_context, said, lambda: pgettext(context, text), variables)

    def _said(
        self, eval_context: EvalContext, key: _Key, translated: Callable[[], str], variables: dict[str, Any]
    ) -> str:
        if variables or not eval_context.autoescape:
            text = translated()
            # Always a pattern, with variables or without: a sign of percent is written twice.
            return (Markup(text) if eval_context.autoescape else text) % variables  # noqa: S704  # the catalogues' text
        kept = self._kept.get(key)
        if kept is None:
            if len(self._kept) >= _MOST:
                self._kept.clear()
            kept = self._kept[key] = Markup(translated()) % {}  # noqa: S704  # as above
        return kept
