"""Documents: the transcripts of a class and the report cards of a school, each as one PDF."""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date

from sqlalchemy import func, select

from bench.place import Place
from bench.report import Figure
from bench.report_cards import fill_up
from core.app import create_app
from core.classes.models import ClassMembership, SchoolClass
from core.documents.periods import Period, periods
from core.documents.producing import content_of, render
from core.foundation import clock
from core.values.documents import TRANSCRIPT, Document, DocumentFormat

_PUPILS = 25
_TIMES = 5


def figures(place: Place) -> Iterator[Figure]:
    """From the question to the bytes, each time in a process of its own as in life."""
    app = create_app(place.program.database.configuration)
    with app.app_context():
        document = _document(place, clock.today())
        times = []
        for _ in range(_TIMES):
            started = time.perf_counter()
            with place.program.database.read(place.school) as session:
                content = content_of(session, document)
                (pdf,) = render(session, [content], DocumentFormat.PDF).files
            times.append(time.perf_counter() - started)
    marks = sum(len(work.marks) for sheet in content.sheets for one in sheet.subjects for work in one.works)
    size = {"pupils": len(document.subject_ids), "period": document.period, "marks": marks, "bytes": len(pdf)}
    yield Figure("transcripts_class_s", statistics.median(times), "s", size)
    yield _report_cards(place)


def _report_cards(place: Place) -> Figure:
    """From the start of a process to its end: the program, the database, the typesetter."""
    fill_up(place)
    command = [sys.executable, "-m", "bench.report_cards", str(place.folder), clock.today().isoformat()]
    times, size = [], {}
    for _ in range(_TIMES):
        started = time.perf_counter()
        done = subprocess.run(command, capture_output=True, check=True)
        times.append(time.perf_counter() - started)
        size = json.loads(done.stdout)
    return Figure("report_cards_school_s", statistics.median(times), "s", size)


def _document(place: Place, today: date) -> Document:
    """A month of the class whose size is nearest to 25."""
    with place.program.database.read(place.school) as session:
        sizes = session.execute(
            select(ClassMembership.school_class_id, func.count()).group_by(ClassMembership.school_class_id)
        )
        class_id = min(sizes, key=lambda row: abs(row[1] - _PUPILS))[0]
        month = _busiest(periods(session, session.get_one(SchoolClass, class_id), today))
        pupils = session.scalars(
            select(ClassMembership.pupil_id)
            .where(ClassMembership.school_class_id == class_id, ClassMembership.on(month.last))
            .limit(_PUPILS)
        ).all()
    return Document(TRANSCRIPT, tuple(pupils), month.first, month.last, month.key, month.title("lv"), month.last)


def _busiest(choices: list[Period]) -> Period:
    """The latest month that has ended or nearly so; the term where there is only the first month."""
    months = [period for period in choices if "-" in period.key]
    return next((month for month in months if (month.last - month.first).days >= 20), months[0])
