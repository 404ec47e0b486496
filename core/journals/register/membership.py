"""Who teaches a journal and who is in it: dated facts; planned lessons follow the teachers."""

from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.classes.models import SchoolClass
from core.foundation.database.dated import refuse_overlap, refuse_turned
from core.foundation.errors import Conflict, Invalid, NotFound, Problem
from core.foundation.forms import NOT_SAVED
from core.journals.lessons.making import Made, make_lessons
from core.journals.register.models import Journal, JournalClass, JournalPupil, JournalTeacher
from core.journals.register.services import check_day, journal_of, year_of

_ONE_DAY = timedelta(days=1)
_GONE = _l("This was removed meanwhile.")


def add_teacher(
    session: Session, journal_id: int, person_id: int, role: str, from_date: date, until_date: date | None
) -> Made:
    """Somebody teaches the journal for a time: main, second or substitute. There is one main teacher a day."""
    journal = journal_of(session, journal_id)
    _check_days(session, journal, from_date, until_date)
    same_person = (JournalTeacher.journal_id == journal_id, JournalTeacher.person_id == person_id)
    message = _l("This person teaches the journal on some of these days already.")
    refuse_overlap(session, JournalTeacher, from_date, until_date, *same_person, message=message)
    if role == "main":
        mains = (JournalTeacher.journal_id == journal_id, JournalTeacher.role == "main")
        message = _l("The journal has a main teacher on some of these days. Hand it over instead.")
        refuse_overlap(session, JournalTeacher, from_date, until_date, *mains, message=message)
    days = {"from_date": from_date, "until_date": until_date}
    session.add(JournalTeacher(journal_id=journal_id, person_id=person_id, role=role, **days))
    return _followed(session, journal, from_date)


def hand_over(session: Session, journal_id: int, person_id: int, from_date: date) -> Made:
    """From that day on somebody else is the main teacher; the former one is it until the day before."""
    journal = journal_of(session, journal_id)
    _check_days(session, journal, from_date, None)
    lasting = session.scalars(
        select(JournalTeacher).where(JournalTeacher.journal_id == journal_id, JournalTeacher.within(from_date, None))
    ).all()
    mains = [one for one in lasting if one.role == "main"]
    if any(one.person_id == person_id for one in mains):
        raise Invalid(NOT_SAVED, [Problem("teacher", _l("This person is the main teacher already."))])
    if any(one.from_date > from_date for one in mains):
        message = _l("From a later day on somebody else is the main teacher already. Change that first.")
        raise Invalid(NOT_SAVED, [Problem("from_date", message)])
    for one in lasting:
        # Who now becomes the main teacher stops being the second one.
        if one.role == "main" or one.person_id == person_id:
            _end(session, one, from_date - _ONE_DAY)
    session.flush()
    session.add(JournalTeacher(journal_id=journal_id, person_id=person_id, role="main", from_date=from_date))
    return _followed(session, journal, from_date)


def end_teacher(session: Session, journal_id: int, row_id: int, last_day: date) -> Made:
    """Somebody teaches the journal until that day; who would not have begun by then never did."""
    return _ended(session, journal_id, _row(session, JournalTeacher, journal_id, row_id), last_day)


def add_class(session: Session, journal_id: int, school_class_id: int, from_date: date) -> Made:
    """The members of a class are in the journal from that day on."""
    journal = journal_of(session, journal_id)
    _check_days(session, journal, from_date, None)
    school_class = session.get(SchoolClass, school_class_id)
    if school_class is None or school_class.school_year_id != journal.school_year_id:
        raise Invalid(NOT_SAVED, [Problem("school_class_id", _l("Choose from the list."))])
    same = (JournalClass.journal_id == journal_id, JournalClass.school_class_id == school_class_id)
    message = _l("This class is in the journal on some of these days already.")
    refuse_overlap(session, JournalClass, from_date, None, *same, message=message)
    session.add(JournalClass(journal_id=journal_id, school_class_id=school_class_id, from_date=from_date))
    return _followed(session, journal, from_date)


def end_class(session: Session, journal_id: int, row_id: int, last_day: date) -> Made:
    """The class is in the journal until that day; lessons that were held stay."""
    return _ended(session, journal_id, _row(session, JournalClass, journal_id, row_id), last_day)


def add_pupil(
    session: Session, journal_id: int, pupil_id: int, from_date: date, until_date: date | None, *, is_excluded: bool
) -> Made:
    """A single pupil is in the journal for a time, or left out of it though the class is in."""
    journal = journal_of(session, journal_id)
    _check_days(session, journal, from_date, until_date)
    same = (JournalPupil.journal_id == journal_id, JournalPupil.pupil_id == pupil_id)
    message = _l("For this pupil something is entered on some of these days already.")
    refuse_overlap(session, JournalPupil, from_date, until_date, *same, message=message)
    days = {"from_date": from_date, "until_date": until_date}
    session.add(JournalPupil(journal_id=journal_id, pupil_id=pupil_id, is_excluded=is_excluded, **days))
    return _followed(session, journal, from_date)


def end_pupil(session: Session, journal_id: int, row_id: int, last_day: date) -> Made:
    """A single pupil's time in or out of the journal ends on that day."""
    return _ended(session, journal_id, _row(session, JournalPupil, journal_id, row_id), last_day)


def _check_days(session: Session, journal: Journal, from_date: date, until_date: date | None) -> None:
    year = year_of(session, journal)
    check_day(year, from_date)
    check_day(year, until_date, "until_date")
    refuse_turned(from_date, until_date)


def _row(session: Session, model: type[Any], journal_id: int, row_id: int) -> Any:
    row = session.get(model, row_id)
    if row is None or row.journal_id != journal_id:
        raise NotFound(_GONE)
    return row


def _end(session: Session, row: JournalTeacher | JournalClass | JournalPupil, last_day: date) -> None:
    if row.until_date is not None and row.until_date < last_day:
        raise Conflict(_l("This ended earlier already."))
    if last_day < row.from_date:
        session.delete(row)
    else:
        row.until_date = last_day


def _ended(
    session: Session, journal_id: int, row: JournalTeacher | JournalClass | JournalPupil, last_day: date
) -> Made:
    journal = journal_of(session, journal_id)
    check_day(year_of(session, journal), last_day, "last_day")
    _end(session, row, last_day)
    return _followed(session, journal, last_day + _ONE_DAY)


def _followed(session: Session, journal: Journal, first: date) -> Made:
    """Bring the journal's planned lessons in step from a day to the end of the year."""
    return make_lessons(session, [journal.id], first, year_of(session, journal).until_date)
