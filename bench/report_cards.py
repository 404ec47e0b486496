"""Report cards of a whole school as one PDF, by a process that has just started."""

import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.place import Place
from core.app import create_app
from core.classes.models import ClassMembership, SchoolClass
from core.documents.kinds import REPORT_CARDS
from core.documents.periods import period_named
from core.documents.producing import content_of, render
from core.foundation import clock
from core.foundation.database import Author, DatabaseConfiguration
from core.foundation.database.directory import school_named
from core.foundation.history.record import insert_rows
from core.foundation.runtime import klade
from core.journals.register.models import Journal, JournalClass, JournalKind
from core.journals.results.models import PeriodMark
from core.values.documents import DocumentFormat

_SEMESTER = "s1"


def fill_up(place: Place) -> int:
    """Give each pupil a mark of the first semester in each subject; how many."""
    scheme = next(iter(place.program.schemes), "grading.ten")
    known: dict[str, Any] = {"kind_key": _SEMESTER, "scheme_key": scheme, "scheme_revision": 1, "counts": True}
    known |= {"passed": True, "written_by": "bench", "written_at": clock.now()}

    def work(session: Session) -> int:
        taught = session.execute(
            select(ClassMembership.pupil_id, Journal.subject_id, Journal.school_year_id)
            .join(JournalClass, JournalClass.school_class_id == ClassMembership.school_class_id)
            .join(Journal, Journal.id == JournalClass.journal_id)
            .outerjoin(JournalKind, JournalKind.key == Journal.kind_key)
            .where(Journal.subject_id.is_not(None), JournalKind.has_marks.is_not(False))
            .distinct()
        ).all()
        rows = [
            known
            | {"pupil_id": pupil, "subject_id": subject, "school_year_id": year}
            | {"text": str(mark), "number": 100 * mark}
            for pupil, subject, year in taught
            for mark in [4 + (pupil + (subject or 0)) % 7]
        ]
        return len(insert_rows(session, PeriodMark, rows))

    return place.program.database.write(place.school, Author(None, "bench"), work, kind="bench.results")


def printed(folder: Path, today: date) -> Mapping[str, int]:
    """Read and set the cards of all pupils; the size of what came of it."""
    app = create_app(DatabaseConfiguration(folder))
    database = klade(app).database
    with app.app_context():
        with database.directory() as session:
            school = school_named(session, "demo")
        with database.read(school) as session:
            pupils = list(session.scalars(select(ClassMembership.pupil_id).where(ClassMembership.on(today))))
            some_class = session.scalars(select(SchoolClass).order_by(SchoolClass.id)).first()
            assert some_class is not None
            period = period_named(REPORT_CARDS.periods(session, some_class, today), _SEMESTER)
            content = content_of(session, REPORT_CARDS.document(pupils, period, today))
            (pdf,) = render(session, [content], DocumentFormat.PDF).files
    marks = sum(mark is not None for card in content.sheets for one in card.subjects for mark in one.marks)
    return {"pupils": len(content.sheets), "marks": marks, "bytes": len(pdf)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(printed(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]))))
