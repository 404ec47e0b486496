"""Texts of importers as people read them: stored in English with places, translated when shown."""

import re
from collections.abc import Mapping
from datetime import date

from flask_babel import gettext

from core.foundation.text import date_text

_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def shown(text: str, values: Mapping[str, str | int]) -> str:
    """A marked text in the language of whoever reads it, its days written as people write them."""
    return str(gettext(text, **{name: shown_value(value) for name, value in values.items()}))


def shown_value(value: str | int | None) -> str:
    """A value of a file with its days written as people write them."""
    return _DAY.sub(_day, str(value)) if value is not None else ""


def _day(found: re.Match[str]) -> str:
    try:
        return date_text(date.fromisoformat(found[0]))
    except ValueError:
        return found[0]
