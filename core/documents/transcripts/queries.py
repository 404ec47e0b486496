"""What the register knows of pupils' marks and absences over some days: the facts of a transcript."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.classes.queries import classes_of
from core.documents.transcripts import statements
from core.foundation.names import sort_key
from core.schools.models import SchoolProfile
from core.values.documents import (
    AbsenceCount,
    Document,
    DocumentContent,
    GivenMark,
    MarkedWork,
    SchoolHead,
    Transcript,
    TranscriptSubject,
)


@dataclass(slots=True)
class _Work:
    title: str
    day: date
    kind: str
    weight: int
    is_usual: bool
    marks: list[GivenMark] = field(default_factory=list)

    def shown(self) -> MarkedWork:
        return MarkedWork(self.title, self.day, self.kind, self.weight, self.is_usual, tuple(self.marks))


@dataclass(slots=True)
class _Missed:
    total: int = 0
    unjustified: int = 0
    late: int = 0

    def note(self, kind: str, excused: str | None) -> None:
        if kind == "absent":
            self.total += 1
            self.unjustified += excused is None
        else:
            self.late += 1

    def shown(self) -> AbsenceCount:
        return AbsenceCount(self.total, self.unjustified, self.late)


@dataclass(slots=True)
class _Subject:
    """Several journals of one subject are one line."""

    title: str
    position: tuple[int, str]
    works: dict[int, _Work] = field(default_factory=dict)
    missed: _Missed = field(default_factory=_Missed)

    def shown(self) -> TranscriptSubject:
        return TranscriptSubject(self.title, tuple(one.shown() for one in self.works.values()), self.missed.shown())


_Subjects = dict[tuple[str, int], _Subject]


def transcript_content(session: Session, document: Document) -> DocumentContent:
    """The facts of transcripts, without averages: those are a rule's. A fixed number of statements."""
    found = _subjects(session, document)
    names = session.connection().execute(statements.pupils, {"pupils": document.subject_ids}).all()
    classes = classes_of(session, document.subject_ids, document.last)
    teachers = class_teachers_on(session, {one.id for one in classes.values()}, document.last)
    sheets = []
    for pupil, given, family in names:
        school_class = classes.get(pupil)
        subjects = sorted(found[pupil].values(), key=lambda one: one.position)
        sheets.append(
            Transcript(
                subject_id=pupil,
                name=f"{given} {family}",
                listed_name=f"{family} {given}",
                class_name=school_class.name if school_class else "",
                class_teacher=teachers.get(school_class.id) if school_class else None,
                subjects=tuple(one.shown() for one in subjects),
                absences=_sum(one.missed for one in subjects),
                first=document.first,
                last=document.last,
            )
        )
    return DocumentContent(
        type_key=document.type_key,
        title=_("Transcript of marks (%(period)s)", period=document.period),
        language=document.language,
        prepared=document.prepared,
        first=document.first,
        last=document.last,
        period=document.period,
        school=school_head(session),
        sheets=tuple(sheets),
    )


def school_head(session: Session) -> SchoolHead:
    """The school as papers name it."""
    profile = session.scalars(select(SchoolProfile)).one()
    return SchoolHead(
        profile.name,
        profile.registration_number,
        profile.address,
        profile.phone,
        profile.email,
        profile.head_name,
    )


def _subjects(session: Session, document: Document) -> dict[int, _Subjects]:
    """By pupil: subjects with their works, marks and absences."""
    asked = {"pupils": document.subject_ids, "first": document.first, "last": document.last}
    run = session.connection().execute
    found: dict[int, _Subjects] = defaultdict(dict)
    for row in run(statements.journals, asked):
        _subject(found[row[0]], row[1:6])
    for row in run(statements.marks, asked):
        pupil, about, (work, title, day, kind, weight, is_usual), mark = row[0], row[1:6], row[6:12], row[12:]
        works = _subject(found[pupil], about).works
        if work not in works:
            works[work] = _Work(title, day, kind, weight, bool(is_usual))
        works[work].marks.append(GivenMark(*mark))
    for row in run(statements.absences, asked):
        _subject(found[row[0]], row[1:6]).missed.note(*row[6:])
    return found


def _subject(subjects: _Subjects, about: Sequence[Any]) -> _Subject:
    """The line of a journal's subject; a journal without a subject has its own."""
    journal, journal_title, subject, subject_title, position = about
    key = ("subject", subject) if subject is not None else ("journal", journal)
    if key not in subjects:
        title = subject_title or journal_title
        # Journals that no subject places stand last.
        subjects[key] = _Subject(title, (position if position is not None else 10**6, sort_key(title)))
    return subjects[key]


def _sum(counts: Iterable[_Missed]) -> AbsenceCount:
    whole = _Missed()
    for one in counts:
        whole.total += one.total
        whole.unjustified += one.unjustified
        whole.late += one.late
    return whole.shown()


def class_teachers_on(session: Session, class_ids: set[int], day: date) -> dict[int, str]:
    """The main class teacher of each class on a day."""
    found: dict[int, str] = {}
    rows = session.connection().execute(statements.class_teachers, {"classes": sorted(class_ids), "day": day})
    for class_id, given, family in rows:
        found.setdefault(class_id, f"{given} {family}")
    return found
