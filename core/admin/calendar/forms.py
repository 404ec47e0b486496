"""The three sorts of entries in a school year: what each form reads, and who saves it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import Schema
from sqlalchemy.orm import Session

from core.schools import years
from core.schools.calendar import FREE, GRADES
from core.schools.models import Break, DayOverride, Term
from core.schools.schemas import BreakForm, OverrideForm, TermForm
from core.schools.years import DaysTouched

_ALL_GRADES = {"grade_from": GRADES[0], "grade_until": GRADES[-1]}


@dataclass(frozen=True, slots=True)
class EntryForm:
    """A sort of entry: terms, breaks or decided days."""

    kind: str
    model: type[Any]
    schema: type[Schema]
    save: Callable[[Session, int, Mapping[str, Any], int | None], DaysTouched]
    remove: Callable[[Session, int], DaysTouched]
    saved: Any
    removed: Any
    start: Mapping[str, Any]
    """What stands in the form of a new one."""

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.schema().fields)

    def fresh(self, day: str | None) -> Mapping[str, Any]:
        """The values of a new entry, perhaps for a day that was pointed at."""
        return dict(self.start) | ({"day": day} if day else {})


FORMS = {
    "terms": EntryForm(
        "term",
        Term,
        TermForm,
        years.save_term,
        years.remove_term,
        _l("The term is saved."),
        _l("The term is removed."),
        _ALL_GRADES | {"number": 1},
    ),
    "breaks": EntryForm(
        "break",
        Break,
        BreakForm,
        years.save_break,
        years.remove_break,
        _l("The break is saved."),
        _l("The break is removed."),
        _ALL_GRADES,
    ),
    "days": EntryForm(
        "day",
        DayOverride,
        OverrideForm,
        years.save_override,
        years.remove_override,
        _l("The day is saved."),
        _l("The day is again as its calendar says."),
        _ALL_GRADES | {"kind": FREE},
    ),
}
