"""A settings page from a section's schema: each field as a control with what was typed or is stored."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from marshmallow import Schema, fields, validate
from werkzeug.datastructures import MultiDict

from core.foundation.text import time_text
from core.values.settings import SettingsSection


@dataclass(frozen=True, slots=True)
class Control:
    """One setting as the page shows it; `kind` names the macro of the field."""

    name: str
    kind: str
    label: str
    hint: str
    value: Any
    options: tuple[tuple[str, str], ...] = ()
    least: int | None = None
    most: int | None = None
    is_required: bool = False


def controls(section: SettingsSection, values: Mapping[str, Any]) -> list[Control]:
    """The controls of a section, in the order of its schema."""
    return [_control(name, field, values.get(name)) for name, field in section.schema().fields.items()]


def typed_values(schema: Schema, form: MultiDict[str, str]) -> dict[str, Any]:
    """What the form says of each field; a box that is not ticked is sent as nothing."""
    typed: dict[str, Any] = {}
    for name, field in schema.fields.items():
        if isinstance(field, fields.Boolean):
            typed[name] = name in form
        elif isinstance(field, fields.List):
            typed[name] = form.getlist(name) if _choices(field) else _lines(form.get(name, ""))
        else:
            typed[name] = form.get(name, "").strip() or None
    return typed


def _control(name: str, field: fields.Field[Any], value: Any) -> Control:
    label = str(field.metadata.get("label", name))
    hint = str(field.metadata.get("hint", ""))
    options = _choices(field)
    least, most = _limits(field)
    shown = [_shown(one) for one in value] if isinstance(value, list | tuple | set | frozenset) else _shown(value)
    # An empty field is sent as nothing, which only a list or a field that may be nothing takes.
    may_be_empty = field.allow_none or isinstance(field, fields.List)
    required = field.required or not may_be_empty
    return Control(name, _kind(field, options), label, hint, shown, options, least, most, required)


_KINDS: tuple[tuple[type[fields.Field[Any]], str], ...] = (
    (fields.Boolean, "checkbox"),
    (fields.Integer, "number"),
    (fields.Time, "time"),
    (fields.Date, "date"),
    (fields.List, "lines"),
)


def _kind(field: fields.Field[Any], options: Iterable[Any]) -> str:
    if options:
        return "checkboxes" if isinstance(field, fields.List) else "select"
    return next((kind for sort, kind in _KINDS if isinstance(field, sort)), "text")


def _choices(field: fields.Field[Any]) -> tuple[tuple[str, str], ...]:
    inner = field.inner if isinstance(field, fields.List) else field
    named: Mapping[Any, Any] = field.metadata.get("options", {})
    for check in inner.validators:
        if isinstance(check, validate.OneOf):
            return tuple((str(key), str(named.get(key, key))) for key in check.choices)
    return ()


def _limits(field: fields.Field[Any]) -> tuple[int | None, int | None]:
    for check in field.validators:
        if isinstance(check, validate.Range):
            return check.min, check.max
    return None, None


_WRITTEN: tuple[tuple[type, Callable[[Any], str]], ...] = ((time, time_text), (date, date.isoformat))


def _shown(value: Any) -> Any:
    return next((write(value) for sort, write in _WRITTEN if isinstance(value, sort)), value)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
