"""What a person typed into a form: read by a schema, with each fault at its field in the person's language."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate
from werkzeug.wrappers import Response

from core.foundation.errors import Invalid, Problem

NOT_SAVED = _l("Not saved yet: what you typed is still here.")

_WRITTEN_DAY = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\.?")
_WRITTEN_HOUR = re.compile(r"(\d{1,2})[.:]?(\d{2})")

_WORDS = {
    "Missing data for required field.": _l("Fill this in."),
    "Field may not be null.": _l("Fill this in."),
    "Not a valid string.": _l("Write a text."),
    "Not a valid integer.": _l("Write a whole number."),
    "Not a valid number.": _l("Write a number."),
    "Number too large.": _l("Write a smaller number."),
    "Not a valid boolean.": _l("Choose yes or no."),
    "Not a valid date.": _l("Write a date, as 23.11.2026."),
    "Not a valid time.": _l("Write a time, as 8:30."),
    "Not a valid list.": _l("Choose from the list."),
    "Invalid value.": _l("This value does not fit."),
    "Unknown field.": _l("This page has no such field."),
}


class Day(fields.Date):
    """A date as a browser's field sends it or as people write it: `2026-11-23`, `23.11.2026.`, `23.11.2026`."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        written = _WRITTEN_DAY.fullmatch(value) if isinstance(value, str) else None
        if written:
            value = f"{written[3]}-{written[2]:0>2}-{written[1]:0>2}"
        return super()._deserialize(value, attr, data, **kwargs)


class Hour(fields.Time):
    """A time of the day: `08:30`, `8:30`, `8.30`, `830`."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        written = _WRITTEN_HOUR.fullmatch(value) if isinstance(value, str) else None
        if written:
            value = f"{written[1]:0>2}:{written[2]}"
        return super()._deserialize(value, attr, data, **kwargs)


class Doubtful(Invalid):
    """What was given breaks no rule but looks like a mistake: it is done when the person says so once more."""

    code = "doubtful"

    @property
    def sign(self) -> str:
        """Stands for exactly these doubts: what is sent back to say that they were read."""
        said = "\n".join(str(problem.message) for problem in self.problems)
        return hashlib.sha256(said.encode()).hexdigest()[:16]


def doubt(problems: Sequence[Problem], although: str | None) -> None:
    """Raises Doubtful, unless `although` is the sign of these very doubts."""
    if problems:
        found = Doubtful(NOT_SAVED, list(problems))
        if found.sign != although:
            raise found


def attempt(work: Callable[[], Response], again: Callable[[Invalid], str]) -> Response | tuple[str, int]:
    """Do what a form asks for; where something in it is refused, show it `again` with what was typed."""
    try:
        return work()
    except Invalid as error:
        return again(error), error.status


def loaded(schema: Schema, typed: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a form. Fields left empty count as not given. Raises Invalid with a problem a field."""
    given = {name: value.strip() if isinstance(value, str) else value for name, value in typed.items()}
    given = {name: value for name, value in given.items() if value not in ("", None)}
    try:
        values: dict[str, Any] = schema.load(given, unknown=EXCLUDE)
    except ValidationError as error:
        raise Invalid(NOT_SAVED, problems_of(schema, error)) from error
    return values


def problems_of(schema: Schema, error: ValidationError) -> list[Problem]:
    """A problem a field, in words for people instead of the library's."""
    return [Problem(name, _said(schema.fields.get(name), texts)) for name, texts in error.messages_dict.items()]


def _said(field: fields.Field[Any] | None, texts: Any) -> Any:
    first = texts[0] if isinstance(texts, list) and texts else texts
    if first in _WORDS:
        return _WORDS[first]
    if not isinstance(first, str):
        # A lazy text: the schema's own words for this fault.
        return first
    for check in field.validators if field is not None else ():
        if getattr(check, "error", None) in (None, getattr(check, "default_message", None)):
            if isinstance(check, validate.Range):
                return _of_range(check)
            if isinstance(check, validate.Length):
                return _of_length(check)
            if isinstance(check, validate.OneOf):
                return _WORDS["Not a valid list."]
    return first


def _of_range(check: validate.Range) -> Any:
    if check.max is None:
        return _l("Not less than %(min)s.", min=check.min)
    if check.min is None:
        return _l("Not more than %(max)s.", max=check.max)
    return _l("From %(min)s to %(max)s.", min=check.min, max=check.max)


def _of_length(check: validate.Length) -> Any:
    if check.max is None:
        return _l("At least %(min)s characters.", min=check.min)
    return _l("At most %(max)s characters.", max=check.max)
