"""The card of a pupil: class, age, today, and how the pupil stands in this journal.

Personal code, address, programme, reasons of excuses, diagnoses and custody are not on it, whoever asks.
"""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from core.foundation.errors import NotFound
from core.foundation.history.record import table_of
from core.journals.excuses.shown import excused_code, shown_code
from core.journals.grid import statements
from core.journals.grid.averages import average_texts, counted_marks
from core.journals.grid.cards.card import Card, Lines
from core.journals.grid.cells import ABSENT
from core.journals.grid.head import head_of, period_of
from core.journals.grid.members import members_of
from core.people.adults import of_age_on
from core.people.models import Guardianship, Person

_PUPIL: Any = bindparam("pupil")
_DAY: Any = bindparam("day")
_lesson, _absence, _mark, _work = statements.LESSON, statements.ABSENCE, statements.MARK, statements.ASSESSMENT
_person, _bond = table_of(Person), table_of(Guardianship)
_later = aliased(_mark)

_born = select(_person.c.birth_date).where(_person.c.id == _PUPIL)
_absences = (
    select(_lesson.c.number, _absence.c.kind, _absence.c.minutes, excused_code(_absence, _lesson))
    .select_from(_absence.join(_lesson, _lesson.c.id == _absence.c.lesson_id))
    .where(_absence.c.pupil_id == _PUPIL, _absence.c.voided.is_(None))
)
_today = _absences.where(_lesson.c.day == _DAY).order_by(_lesson.c.number, _lesson.c.id)
_here = _absences.where(_lesson.c.journal_id == statements.HERE, _absence.c.kind == ABSENT).subquery()
_unjustified = select(func.count()).select_from(_here).where(_here.c[3].is_(None))
_open = (
    select(func.count())
    .select_from(_mark.join(_work, _work.c.id == _mark.c.assessment_id))
    .outerjoin(
        _later,
        (_later.c.assessment_id == _mark.c.assessment_id)
        & (_later.c.pupil_id == _mark.c.pupil_id)
        & (_later.c.attempt > _mark.c.attempt)
        & _later.c.voided.is_(None),
    )
    .where(
        _work.c.journal_id == statements.HERE,
        _work.c.voided.is_(None),
        _mark.c.pupil_id == _PUPIL,
        _mark.c.voided.is_(None),
        _mark.c.text == "nv",
        _later.c.id.is_(None),
    )
)
_guardians = (
    select(_person.c.given_name, _person.c.family_name)
    .select_from(_bond.join(_person, _person.c.id == _bond.c.guardian_id))
    .where(
        _bond.c.pupil_id == _PUPIL,
        _bond.c.is_shown_as_contact,
        _bond.c.access == "granted",
        _bond.c.from_date <= _DAY,
        or_(_bond.c.until_date.is_(None), _bond.c.until_date >= _DAY),
    )
    .order_by(_person.c.sort_key)
)


def pupil_card(session: Session, journal_id: int, pupil_id: int, term: str | None, today: date) -> Card:
    """Of a pupil of this journal; raises NotFound for anybody else. Nine statements, whoever it is."""
    head = head_of(session, journal_id)
    member = members_of(session, journal_id, [pupil_id]).get(pupil_id)
    if member is None:
        raise NotFound(_("The pupil is not in this journal."))
    connection = session.connection()
    values = {"journal": journal_id, "pupil": pupil_id, "day": today}
    born = connection.scalar(_born, values)
    period = period_of(session, head, term)
    average = average_texts(counted_marks(session, head, period, [pupil_id]))[str(pupil_id)]
    guardians = [f"{given} {family}" for given, family in connection.execute(_guardians, values)]
    lines: Lines = (
        (
            _("Today"),
            ", ".join(_absent(*row) for row in connection.execute(_today, values)) or _("no absence recorded"),
        ),
        (_("Average"), average or _("none yet")),
        (_("Unjustified lessons"), str(connection.scalar(_unjustified, values))),
        (_("Marks open (nv)"), str(connection.scalar(_open, values))),
        (_("Guardians"), ", ".join(guardians)),
    )
    age = "" if born is None else ngettext("%(num)s year", "%(num)s years", _age(born, today))
    # Who is of age decides alone about much: that must not be missed.
    is_adult = born is not None and of_age_on(born) <= today
    about = ", ".join(part for part in (member.school_class, "" if is_adult else age) if part)
    return Card(member.name, lines, about, sign=age if is_adult else "")


def _absent(number: int | None, kind: str, minutes: int | None, excused: str | None) -> str:
    code = shown_code(kind, minutes, excused)
    return code if number is None else _("lesson %(number)s: %(code)s", number=number, code=code)


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
