"""What is new about absences: for the family an unjustified absence and a decision, for the class teacher a request."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, exists, select, union
from sqlalchemy.orm import Session

from core.classes.models import ClassMembership, ClassTeacher, SchoolClass
from core.foundation import clock
from core.foundation.history.queries import rows_changed
from core.foundation.history.record import table_of
from core.foundation.runtime import klade
from core.foundation.text import day_text, language
from core.journals.attendance.models import Absence
from core.journals.excuses.models import Announcement, Excuse
from core.journals.excuses.settings import SECTION
from core.journals.excuses.shown import ABSENT, excused_code, within
from core.journals.excuses.words import ACCEPTED, REJECTED, WAITING
from core.journals.inspection.gaps import TAKES_PLACE
from core.journals.lessons.models import Lesson, RollCall
from core.people.queries.families import Relative, family_with
from core.values.notices import News, NoticeQuestion, NoticeRule, TakenBack, Urgency

FAMILY = ("guardian", "pupil")
LOOKS_BACK = timedelta(days=14)
"""An older day that becomes unjustified is the class teacher's to talk about, no news."""


# ------------------------------------------------------------------------------------------------ unjustified absence


def find_unjustified(session: Session, question: NoticeQuestion) -> Iterable[News | TakenBack]:
    """Days of pupils with lessons that nothing excuses, once the roll call is older than the school's grace."""
    grace = timedelta(minutes=klade().settings.values(session, SECTION.key)["grace_minutes"])
    settled = question.until - grace
    lessons: defaultdict[tuple[int, date], set[int | None]] = defaultdict(set)
    for pupil, day, number, is_open in session.execute(_days(question.since - grace, settled)):
        found = lessons[pupil, day]
        if is_open:
            found.add(number)
    if not lessons:
        return
    open_days = [(pupil, day) for (pupil, day), numbers in lessons.items() if numbers]
    family = _by_pupil(session, "diary.attendance", sorted({pupil for pupil, _day in open_days}))
    for (pupil, day), numbers in lessons.items():
        about = f"absence:{pupil}:{day}"
        if not numbers:
            yield TakenBack(about)
            continue
        for one in family[pupil]:
            yield News(
                one.person_id,
                about,
                LazyString(_unjustified, one.given_name, day, sorted(number for number in numbers if number)),
                question.until,
                "diary.absences",
                {"pupil_id": pupil},
                one.child_id,
            )


def _days(since: datetime, settled: datetime) -> Any:
    """Pupil, day and number of the lessons missed on the days that something changed about, and whether it is open."""
    touched = _touched(since, settled).cte("touched")
    announced = exists().where(
        Announcement.pupil_id == Absence.pupil_id,
        Announcement.state.in_((WAITING, ACCEPTED)),
        within(table_of(Announcement), table_of(Lesson)),
    )
    is_open = and_(
        Absence.kind == ABSENT,
        Absence.voided.is_(None),
        RollCall.id.is_not(None),
        TAKES_PLACE,
        excused_code(table_of(Absence), table_of(Lesson)).is_(None),
        ~announced.correlate(Absence, Lesson),
    )
    taken = and_(RollCall.lesson_id == Lesson.id, RollCall.voided.is_(None), RollCall.taken_at <= settled)
    return (
        select(Absence.pupil_id, Lesson.day, Lesson.number, is_open)
        .join(Lesson, Lesson.id == Absence.lesson_id)
        .join(touched, and_(touched.c.pupil_id == Absence.pupil_id, touched.c.day == Lesson.day))
        .outerjoin(RollCall, taken)
    )


def _touched(since: datetime, until: datetime) -> Any:
    """Pupils and days with an absence that was written, called, excused or announced about in that time."""
    first = clock.local(until).date() - LOOKS_BACK
    absent = select(Absence.pupil_id, Lesson.day).join(Lesson, Lesson.id == Absence.lesson_id)
    spans: list[Any] = [
        absent.join(told, told.pupil_id == Absence.pupil_id).where(
            told.id.in_(rows_changed(told, since, until)), Lesson.day.between(told.from_date, told.until_date)
        )
        for told in (Excuse, Announcement)
    ]
    called = absent.join(RollCall, RollCall.lesson_id == Lesson.id)
    every = (
        absent.where(Absence.id.in_(rows_changed(Absence, since, until))),
        called.where(RollCall.id.in_(rows_changed(RollCall, since, until))),
        *spans,
    )
    return union(*(one.where(Lesson.day >= first) for one in every))


def _unjustified(given_name: str, day: date, numbers: Sequence[int]) -> str:
    if not numbers:
        return str(_("%(child)s: unjustified absence, %(day)s", child=given_name, day=day_text(day)))
    return str(
        ngettext(
            "%(child)s: unjustified absence, %(day)s, lesson %(numbers)s",
            "%(child)s: unjustified absence, %(day)s, lessons %(numbers)s",
            len(numbers),
            child=given_name,
            day=day_text(day),
            numbers=numbers_said(numbers),
        )
    )


def numbers_said(numbers: Sequence[int]) -> str:
    """`3., 4. un 6.`, `3, 4 and 6`"""
    mark = "." if language() == "lv" else ""
    said = [f"{number}{mark}" for number in numbers]
    return f"{', '.join(said[:-1])} {_('and')} {said[-1]}" if len(said) > 1 else said[0]


# --------------------------------------------------------------------------------------------- decided announcements


class _Decided(NamedTuple):
    id: int
    pupil_id: int
    made_by_id: int
    from_date: date
    until_date: date
    state: str
    decided_at: datetime | None


def find_decided(session: Session, question: NoticeQuestion) -> Iterable[News | TakenBack]:
    """The answer to who announced, while they may still excuse the pupil."""
    rows = session.execute(
        select(*(getattr(Announcement, field) for field in _Decided._fields)).where(
            Announcement.id.in_(rows_changed(Announcement, question.since, question.until))
        )
    )
    found = [_Decided(*row) for row in rows]
    if not found:
        return
    family = _by_pupil(session, "absences.announce", sorted({one.pupil_id for one in found}))
    for one in found:
        for state in (ACCEPTED, REJECTED):
            if one.state != state:
                yield TakenBack(f"announcement:{one.id}:{state}")
        makers = [relative for relative in family[one.pupil_id] if relative.person_id == one.made_by_id]
        if one.decided_at is not None and one.state in (ACCEPTED, REJECTED) and makers:
            yield News(
                one.made_by_id,
                f"announcement:{one.id}:{one.state}",
                LazyString(_decided, makers[0].given_name, one.from_date, one.until_date, one.state),
                one.decided_at,
                "diary.absences",
                {"pupil_id": one.pupil_id},
                makers[0].child_id,
            )


def _decided(given_name: str, first: date, last: date, state: str) -> str:
    days = day_text(first) if first == last else f"{day_text(first)}–{day_text(last)}"
    if state == ACCEPTED:
        return str(_("%(child)s: the announced absence, %(days)s, is justified", child=given_name, days=days))
    return str(_("%(child)s: the announced absence, %(days)s, was not accepted", child=given_name, days=days))


# ------------------------------------------------------------------------------------------ announcements to decide


def find_to_decide(session: Session, question: NoticeQuestion) -> Iterable[News | TakenBack]:
    """For class teachers how many announcements of their class came and wait, once a day."""
    day = clock.local(question.until).date()
    spans = dict.fromkeys(question.span_of(moment) for moment in (question.since, question.until))
    first = min(start for start, _end in spans)
    changed = Announcement.id.in_(rows_changed(Announcement, question.since, question.until))
    touched = (
        select(ClassMembership.school_class_id)
        .join(Announcement, Announcement.pupil_id == ClassMembership.pupil_id)
        .where(changed, ClassMembership.on(day))
    )
    rows: Any = session.execute(
        select(SchoolClass.id, SchoolClass.grade, SchoolClass.letter, ClassTeacher.person_id, Announcement.made_at)
        .join(ClassTeacher, and_(ClassTeacher.school_class_id == SchoolClass.id, ClassTeacher.on(day)))
        .join(ClassMembership, and_(ClassMembership.school_class_id == SchoolClass.id, ClassMembership.on(day)))
        .outerjoin(
            Announcement,
            and_(
                Announcement.pupil_id == ClassMembership.pupil_id,
                Announcement.state == WAITING,
                Announcement.made_at > first,
            ),
        )
        .where(SchoolClass.id.in_(touched))
    )
    made: defaultdict[tuple[int, str, int], list[datetime]] = defaultdict(list)
    for class_id, grade, letter, teacher, made_at in rows:
        made[class_id, f"{grade}.{letter}", teacher] += [] if made_at is None else [made_at]
    for (class_id, name, teacher), moments in made.items():
        for start, end in spans:
            about = f"requests:{class_id}:{clock.local(end).date()}"
            inside = [moment for moment in moments if start < moment <= end]
            if inside:
                text = LazyString(_to_decide, name, len(inside))
                yield News(teacher, about, text, max(inside), "excuses.home")
            else:
                yield TakenBack(about)


def _to_decide(name: str, count: int) -> str:
    return str(
        ngettext(
            "%(name)s: %(num)d announced absence to decide",
            "%(name)s: %(num)d announced absences to decide",
            count,
            name=name,
        )
    )


def _by_pupil(session: Session, permission: str, pupil_ids: Sequence[int]) -> dict[int, list[Relative]]:
    book = klade().role_books.of(session)
    found: defaultdict[int, list[Relative]] = defaultdict(list)
    for one in family_with(session, book, permission, pupil_ids, clock.today()):
        found[one.pupil_id].append(one)
    return found


UNJUSTIFIED = NoticeRule(
    "absences.unjustified", _l("Unjustified absence"), find_unjustified, Urgency.AT_ONCE, FAMILY, 10
)
DECIDED = NoticeRule("absences.decided", _l("Announced absence decided"), find_decided, hats=FAMILY, order=30)
TO_DECIDE = NoticeRule(
    "absences.to_decide", _l("Announced absences to decide"), find_to_decide, hats=("staff",), order=40
)
