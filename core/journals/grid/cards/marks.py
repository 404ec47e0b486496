"""The card of a mark: who gave it, when, what it is worth, what stood there before; how an average came about."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from core.foundation.errors import NotFound
from core.foundation.history.record import table_of
from core.foundation.text import day_text, language, moment_text, number_text
from core.journals.grid import statements
from core.journals.grid.average import average, average_text
from core.journals.grid.averages import counted_marks
from core.journals.grid.cards.card import Card
from core.journals.grid.cells import CellName
from core.journals.grid.head import head_of, period_of
from core.journals.grid.members import members_of
from core.journals.grid.points import points_text
from core.journals.grid.words import kind_titles
from core.people.models import Person
from core.values.marks import MarkScheme

Schemes = Mapping[str, tuple[str, MarkScheme]]

_mark, _work, _person = statements.MARK, statements.ASSESSMENT, table_of(Person)
_works: Any = bindparam("works", expanding=True)

_attempts = (
    select(
        _work.c.title, _work.c.kind, _work.c.day, _work.c.weight, _work.c.points,
        _mark.c.text, _mark.c.scheme_key, _mark.c.points, _mark.c.comment, _mark.c.written_at,
        _person.c.given_name, _person.c.family_name,
    )
    .select_from(
        _work.outerjoin(
            _mark,
            and_(_mark.c.assessment_id == _work.c.id, _mark.c.pupil_id == bindparam("pupil"), _mark.c.voided.is_(None)),
        ).outerjoin(_person, _person.c.id == _mark.c.written_by_id)
    )
    .where(_work.c.journal_id == statements.HERE, _work.c.id == bindparam("work"), _work.c.voided.is_(None))
    .order_by(_mark.c.attempt)
)  # fmt: skip
_titles = select(_work.c.id, _work.c.title, _work.c.day).where(_work.c.id.in_(_works)).order_by(_work.c.day, _work.c.id)


def mark_card(session: Session, journal_id: int, cell: CellName, schemes: Schemes) -> Card:
    """Of the mark of now; empty where there is none. Raises NotFound for a work of elsewhere. One statement."""
    values = {"journal": journal_id, "work": cell.column, "pupil": cell.pupil}
    rows = session.connection().execute(_attempts, values).all() if cell.kind == "a" else []
    if not rows:
        raise NotFound(_("The journal has no such cell."))
    title, kind, day, weight, most, text, scheme, points, comment, written, given, family = rows[-1]
    if text is None:
        return Card("", ())
    before = ", ".join(_shown(schemes, row[6], row[5]) for row in rows[:-1])
    lines = (
        (_("Work"), f"{kind_titles(language())[kind]} {title}".strip() + f", {day_text(day)}"),
        (_("Points"), _of_points(points, most)),
        (_("Weight"), "" if weight == 100 else _times(weight)),
        (_("Earlier mark"), before),
        (_("Written by"), f"{given} {family}" if given else ""),
        (_("Written"), moment_text(written)),
        (_("Comment"), comment or ""),
    )
    return Card(_shown(schemes, scheme, text), lines)


def average_card(session: Session, journal_id: int, pupil_id: int, term: str | None) -> Card:
    """How the average of a pupil came about, with exact figures. Raises NotFound. Six statements."""
    head = head_of(session, journal_id)
    member = members_of(session, journal_id, [pupil_id]).get(pupil_id)
    if member is None:
        raise NotFound(_("The pupil is not in this journal."))
    period = period_of(session, head, term)
    marks = counted_marks(session, head, period, [pupil_id])[pupil_id]
    counted = {work: (number, weight) for work, (number, weight) in marks.items() if number is not None}
    found: Any = session.connection().execute(_titles, {"works": sorted(counted)})
    lines = [(_named(title, day), _factor(*counted[work])) for work, title, day in found]
    result = average(counted.values())
    if result is None:
        return Card(member.name, ((_("Average"), _("no summative marks yet")),))
    total = sum(number * weight for number, weight in counted.values())
    weights = sum(weight for _number, weight in counted.values())
    sum_text = f"{_plain(Decimal(total) / 10_000)} : {_plain(Decimal(weights) / 100)} = {average_text(result)}"
    return Card(member.name, (*lines, (_("Average"), sum_text)))


def _shown(schemes: Schemes, key: str, text: str) -> str:
    if key not in schemes:
        return text
    _owner, scheme = schemes[key]
    return scheme.shown(text)


def _of_points(points: int | None, most: int | None) -> str:
    if points is None or not most:
        return ""
    percent = number_text(round(Decimal(points) * 100 / most, 1)).removesuffix(",0").removesuffix(".0")
    said: str = _(
        "%(points)s of %(most)s points, %(percent)s%%",
        points=points_text(points),
        most=points_text(most),
        percent=percent,
    )
    return said


def _named(title: str, day: date) -> str:
    return f"{title}, {day_text(day)}" if title else day_text(day)


def _factor(number: int, weight: int) -> str:
    mark = _plain(Decimal(number) / 100)
    return mark if weight == 100 else f"{mark} {_times(weight)}"


def _times(weight: int) -> str:
    return f"× {_plain(Decimal(weight) / 100)}"


def _plain(number: Decimal) -> str:
    """Without zeros after the decimal sign."""
    text = number_text(number)
    return text.rstrip("0").rstrip(",.") if set(text) & {",", "."} else text
