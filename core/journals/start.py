"""Mācību gada sākums: what a school year needs before it begins, and how far each thing is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ScalarSelect, exists, func, or_, select
from sqlalchemy.orm import Session

from core.accounts.models import Invitation, PersonAccount
from core.classes.models import SchoolClass
from core.foundation import clock
from core.journals.register.models import Journal, JournalClass
from core.journals.timetable.models import TimetableEntry
from core.people.models import Enrolment, Post
from core.schools.models import BellSchedule, BellTime, SchoolYear, Subject, Term
from core.schools.queries import year_on


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    """One thing to be done before the year begins, its count, and where it is done."""

    key: str
    title: str
    count_text: str
    done: bool
    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)


def start_checklist(session: Session) -> list[ChecklistLine]:
    """The lines in the order in which they are done. Two statements."""
    year = year_on(session, clock.today())
    if year is None:
        return []
    row = session.execute(select(*(count.label(name) for name, count in _counts(year).items()))).one()
    return list(_lines(row._asdict()))


def _counts(year: SchoolYear) -> dict[str, ScalarSelect[Any]]:
    today = clock.today()
    classes = select(func.count(SchoolClass.id)).where(SchoolClass.school_year_id == year.id)
    journals = select(func.count(Journal.id)).where(Journal.school_year_id == year.id)
    staff = select(func.count(Post.person_id.distinct())).where(Post.on(today))
    has_term = exists().where(
        Term.school_year_id == year.id, Term.grade_from <= SchoolClass.grade, Term.grade_until >= SchoolClass.grade
    )
    usual = BellTime.bell_schedule_id.in_(select(BellSchedule.id).where(BellSchedule.is_usual))
    invited = or_(
        exists().where(PersonAccount.person_id == Post.person_id, PersonAccount.on(today)),
        exists().where(Invitation.person_id == Post.person_id, Invitation.withdrawn_at.is_(None)),
    )
    counts = {
        "terms": select(func.count(Term.id)).where(Term.school_year_id == year.id),
        "termless": classes.where(~has_term),
        "bells": select(func.count(BellTime.id)).where(usual),
        "classes": classes,
        "pupils": select(func.count(Enrolment.pupil_id.distinct())).where(Enrolment.within(today, None)),
        "subjects": select(func.count(Subject.id)).where(or_(Subject.until_date.is_(None), Subject.until_date > today)),
        "journals": journals,
        "journalless": classes.where(~exists().where(JournalClass.school_class_id == SchoolClass.id)),
        "planned": journals.where(exists().where(TimetableEntry.journal_id == Journal.id)),
        "staff": staff,
        "invited": staff.where(invited),
    }
    return {name: count.scalar_subquery() for name, count in counts.items()}


def _lines(n: Mapping[str, int]) -> Iterator[ChecklistLine]:
    yield ChecklistLine(
        "terms",
        _("Terms and breaks"),
        ngettext("%(num)s term", "%(num)s terms", n["terms"]),
        n["terms"] > 0 and n["termless"] == 0,
        "calendar.year",
    )
    yield ChecklistLine(
        "bells",
        _("Lesson times"),
        ngettext("%(num)s lesson a day", "%(num)s lessons a day", n["bells"]),
        n["bells"] > 0,
        "calendar.bells",
    )
    yield ChecklistLine(
        "classes",
        _("Classes"),
        ngettext("%(num)s class", "%(num)s classes", n["classes"]),
        n["classes"] > 0,
        "classes.class_list" if n["classes"] else "imports.index",
    )
    yield ChecklistLine(
        "pupils",
        _("Pupils"),
        ngettext("%(num)s pupil", "%(num)s pupils", n["pupils"]),
        n["pupils"] > 0,
        "people.pupil_list" if n["pupils"] else "imports.index",
    )
    yield ChecklistLine(
        "subjects",
        _("Subjects"),
        ngettext("%(num)s subject", "%(num)s subjects", n["subjects"]),
        n["subjects"] > 0,
        "schools.subjects",
    )
    yield ChecklistLine(
        "journals",
        _("Journals"),
        _journals_text(n),
        n["journals"] > 0 and n["journalless"] == 0,
        "register.journals",
    )
    yield ChecklistLine(
        "timetable",
        _("Timetable"),
        _("%(done)s of %(all)s journals", done=n["planned"], all=n["journals"]),
        n["journals"] > 0 and n["planned"] == n["journals"],
        "timetable.week",
    )
    yield ChecklistLine(
        "invitations",
        _("Invitations to staff"),
        _("%(done)s of %(all)s people", done=n["invited"], all=n["staff"]),
        n["staff"] > 0 and n["invited"] == n["staff"],
        "invitations.people",
    )


def _journals_text(n: Mapping[str, int]) -> str:
    made: str = ngettext("%(num)s journal", "%(num)s journals", n["journals"])
    if not n["journalless"]:
        return made
    missing = ngettext("%(num)s class without", "%(num)s classes without", n["journalless"])
    return f"{made}, {missing}"
