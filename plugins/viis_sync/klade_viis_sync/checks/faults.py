"""A fault of one record, in the terms of its field."""

from dataclasses import dataclass

from core.values.imports import Severity


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in which field; without a field it is the key."""

    field: str
    text: str
    values: dict[str, str | int]
    severity: Severity = Severity.ERROR


def error(field: str, text: str, **values: str | int) -> Fault:
    """A fault that leaves the row out."""
    return Fault(field, text, values)


def warning(field: str, text: str, **values: str | int) -> Fault:
    """A fault that a person should look at."""
    return Fault(field, text, values, Severity.WARNING)
