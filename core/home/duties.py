"""Duties as pages show them: in words, with their link, grouped by who owes them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from core.foundation.names import sort_key
from core.foundation.runtime import klade
from core.home.days import due_text
from core.values.duties import Duty


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One duty of a list."""

    title: Any
    url: str
    due: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Debtor:
    """A person and what they owe, late ones first."""

    person: str
    late: Sequence[DutyLine]
    open: Sequence[DutyLine]


def own_duties(session: Session, person_id: int, today: date) -> list[DutyLine]:
    """What a person owes."""
    return [_line(duty, today) for duty in klade().duties.owed(session, person_id)]


def everybodys_duties(session: Session, today: date) -> list[Debtor]:
    """What everybody owes, by person; who is late with most stands first."""
    by_person: dict[int, tuple[str, list[DutyLine]]] = {}
    for duty in klade().duties.owed(session):
        by_person.setdefault(duty.person_id, (duty.person, []))[1].append(_line(duty, today))
    debtors = [_debtor(person, lines) for person, lines in by_person.values()]
    return sorted(debtors, key=lambda debtor: (-len(debtor.late), sort_key(*debtor.person.split(" ", 1))))


def url_of(endpoint: str, values: Mapping[str, Any]) -> str:
    """The address of an endpoint in the request's school."""
    return url_for(endpoint, **values)


def _debtor(person: str, lines: Iterable[DutyLine]) -> Debtor:
    late: list[DutyLine] = []
    still: list[DutyLine] = []
    for line in lines:
        (late if line.is_late else still).append(line)
    return Debtor(person, late, still)


def _line(duty: Duty, today: date) -> DutyLine:
    return DutyLine(
        title=duty.title,
        url=url_of(duty.endpoint, duty.values),
        due=due_text(duty.due, today),
        is_late=duty.state == "late",
    )
