"""What the register knows for report cards: marks of periods as they were confirmed, absences by semester."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from core.classes.queries import ClassName, classes_of
from core.documents.report_cards import statements
from core.documents.transcripts import statements as transcripts
from core.documents.transcripts.queries import class_teachers_on, school_head
from core.foundation.errors import NotFound
from core.foundation.names import sort_key
from core.journals.results.kinds import MarkedPeriod, marked_periods
from core.schools.models import SchoolYear
from core.schools.queries import year_on
from core.values.documents import (
    AbsenceCount,
    CardAbsences,
    CardPeriod,
    CardSubject,
    Document,
    DocumentContent,
    ReportCard,
)

Calendar = tuple[MarkedPeriod, ...]


@dataclass(slots=True)
class _Subject:
    title: str
    position: tuple[int, str]
    taught: set[str] = field(default_factory=set)
    """Keys of the periods in which the pupil was in a journal of it."""
    marks: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By period: the mark and its scheme."""

    def shown(self, periods: Calendar) -> CardSubject:
        marks = [self.marks.get(period.key) for period in periods]
        return CardSubject(
            self.title,
            tuple(
                mark[0] if mark else None if period.key in self.taught else ""
                for mark, period in zip(marks, periods, strict=True)
            ),
            tuple(mark[1] if mark else None for mark in marks),
        )


@dataclass(slots=True)
class _Pupil:
    subjects: dict[int, _Subject] = field(default_factory=dict)
    missed: dict[str, AbsenceCount] = field(default_factory=dict)
    """By semester."""

    def subject(self, subject_id: int, title: str, position: int) -> _Subject:
        if subject_id not in self.subjects:
            self.subjects[subject_id] = _Subject(title, (position, sort_key(title)))
        return self.subjects[subject_id]


def report_card_content(session: Session, document: Document) -> DocumentContent:
    """Report cards of pupils of any grades. Statements grow with the calendars of the grades, not with the pupils."""
    year = year_on(session, document.first)
    if year is None:
        raise NotFound(_("There is no such period in this school year."))
    rows = session.connection().execute(transcripts.pupils, {"pupils": document.subject_ids})
    persons: list[tuple[int, str, str]] = [(pupil, given, family) for pupil, given, family in rows]
    classes = classes_of(session, document.subject_ids, document.last)
    teachers = class_teachers_on(session, {one.id for one in classes.values()}, document.last)
    calendars = _calendars(session, year, document.period_key, {one.grade for one in classes.values()})
    by_calendar: dict[Calendar, list[int]] = defaultdict(list)
    for pupil, one in classes.items():
        by_calendar[calendars[one.grade]].append(pupil)
    found: dict[int, _Pupil] = defaultdict(_Pupil)
    _add_results(session, year, document, found)
    for calendar, pupils in by_calendar.items():
        _add_taught(session, calendar, pupils, found)
        _add_absences(session, calendar, pupils, document.prepared, found)
    sheets = [
        _sheet(person, found[person[0]], classes[person[0]], calendars, teachers, year)
        for person in persons
        if person[0] in classes
    ]
    return DocumentContent(
        type_key=document.type_key,
        title=_("Report card (%(period)s)", period=document.period),
        language=document.language,
        prepared=document.prepared,
        first=document.first,
        last=document.last,
        period=document.period,
        school=school_head(session),
        sheets=tuple(sheets),
    )


def _calendars(session: Session, year: SchoolYear, period_key: str, grades: Collection[int]) -> dict[int, Calendar]:
    """By grade: the periods up to the wanted one. Raises NotFound where a grade does not have it."""
    found = {}
    for grade in sorted(grades):
        periods = marked_periods(session, year.id, grade)
        keys = [period.key for period in periods]
        if period_key not in keys:
            raise NotFound(_("There is no such period in this school year."))
        found[grade] = tuple(periods[: keys.index(period_key) + 1])
    return found


def _add_results(session: Session, year: SchoolYear, document: Document, found: dict[int, _Pupil]) -> None:
    asked = {"year": year.id, "pupils": document.subject_ids}
    rows = session.connection().execute(statements.results, asked)
    for pupil, subject, title, position, kind, text, scheme in rows:
        found[pupil].subject(subject, title, position).marks[kind] = (text, scheme)


def _add_taught(session: Session, calendar: Calendar, pupils: list[int], found: dict[int, _Pupil]) -> None:
    """In which periods the pupils are in journals of which subjects."""
    for period in calendar:
        asked = {"pupils": pupils, "first": period.first, "last": period.last}
        rows = session.connection().execute(transcripts.journals, asked)
        for pupil, _journal, _journal_title, subject, title, position in rows:
            if subject is not None:
                found[pupil].subject(subject, title, position).taught.add(period.key)


def _add_absences(
    session: Session, calendar: Calendar, pupils: list[int], today: date, found: dict[int, _Pupil]
) -> None:
    for period in _semesters(calendar):
        asked = {"pupils": pupils, "first": period.first, "last": min(period.last, today)}
        for pupil, kind, is_open, count in session.connection().execute(statements.absences, asked):
            now = found[pupil].missed.get(period.key, AbsenceCount())
            if kind == "absent":
                change = AbsenceCount(now.total + count, now.unjustified + (count if is_open else 0), now.late)
            else:
                change = AbsenceCount(now.total, now.unjustified, now.late + count)
            found[pupil].missed[period.key] = change


def _semesters(calendar: Calendar) -> list[MarkedPeriod]:
    """The periods that do not lie around others: absences are counted once."""
    return [
        one
        for one in calendar
        if not any(other is not one and one.first <= other.first and other.last <= one.last for other in calendar)
    ]


def _sheet(
    person: tuple[int, str, str],
    pupil: _Pupil,
    school_class: ClassName,
    calendars: dict[int, Calendar],
    teachers: dict[int, str],
    year: SchoolYear,
) -> ReportCard:
    pupil_id, given, family = person
    calendar = calendars[school_class.grade]
    keys = {period.key for period in calendar}
    subjects = [one for one in pupil.subjects.values() if one.taught or not keys.isdisjoint(one.marks)]
    semesters = _semesters(calendar)
    absences = [CardAbsences(one.title(), pupil.missed.get(one.key, AbsenceCount())) for one in semesters]
    is_year = calendar[-1] not in semesters
    if is_year:
        absences.append(CardAbsences(calendar[-1].title(), _sum(one.count for one in absences)))
    return ReportCard(
        subject_id=pupil_id,
        name=f"{given} {family}",
        listed_name=f"{family} {given}",
        class_name=school_class.name,
        class_teacher=teachers.get(school_class.id),
        year=year.title,
        periods=tuple(CardPeriod(period.key, period.title()) for period in calendar),
        subjects=tuple(one.shown(calendar) for one in sorted(subjects, key=lambda one: one.position)),
        absences=tuple(absences),
        has_order=is_year,
    )


def _sum(counts: Iterable[AbsenceCount]) -> AbsenceCount:
    found = list(counts)
    return AbsenceCount(
        sum(one.total for one in found), sum(one.unjustified for one in found), sum(one.late for one in found)
    )
