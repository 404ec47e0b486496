"""The family's pages: a week of the diary, and all marks of a pupil."""

import gzip
import re
import statistics
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bench.clients import Client, Refused
from bench.place import Place, served, signed_in
from bench.report import Figure
from core.classes.models import ClassMembership
from core.foundation import clock
from core.foundation.database import Author
from core.foundation.history.record import insert_rows
from core.journals.assessment.models import Assessment, Mark
from core.journals.register.models import JournalClass

MARKS = 480
ALONE = 200


def figures(place: Place) -> Iterator[Figure]:
    """What a guardian waits for on the server, one request after another."""
    with served(place, workers=1) as (url, _process):
        client = signed_in(place, url, 1, "guardian")[0]
        pupil = _child(client, place)
        _fill_up(place, pupil)
        for name, path, of in (
            ("diary_week_ms", f"/{place.school.slug}/diary/{pupil}", {}),
            ("pupil_all_marks_ms", f"/{place.school.slug}/marks/{pupil}", {"marks": MARKS}),
        ):
            page = _page(client, path)
            size = {"bytes": len(page), "compressed": len(gzip.compress(page))}
            yield Figure(name, _alone(client, path), "ms", of | size)


def _child(client: Client, place: Place) -> int:
    """The first of the guardian's children."""
    _status, answer = client.ask("GET", f"/{place.school.slug}/diary")
    found = re.search(rb"/diary/(\d+)", answer)
    if found is None:
        raise Refused("the guardian of the demonstration school has no child")
    return int(found[1])


def _page(client: Client, path: str) -> bytes:
    status, page = client.ask("GET", path)
    if status != 200:
        raise Refused(f"{path} answered {status}")
    return page


def _alone(client: Client, path: str) -> float:
    times = []
    for _ in range(ALONE):
        started = time.perf_counter()
        _page(client, path)
        times.append(time.perf_counter() - started)
    return statistics.median(times) * 1000


def _fill_up(place: Place, pupil: int) -> None:
    """Give the pupil as many marks as a whole year of a busy school brings."""

    def work(session: Session) -> None:
        journals = session.scalars(
            select(JournalClass.journal_id)
            .join(ClassMembership, ClassMembership.school_class_id == JournalClass.school_class_id)
            .where(ClassMembership.pupil_id == pupil)
        ).all()
        there = session.scalar(select(func.count(Mark.id)).where(Mark.pupil_id == pupil, Mark.voided.is_(None))) or 0
        scheme = next(iter(place.program.schemes), "grading.ten")
        works: list[dict[str, Any]] = [
            {
                "journal_id": journals[number % len(journals)],
                "day": clock.today() - timedelta(days=14 + number % 60),
                "kind": "summative" if number % 4 == 0 else "formative",
                "scheme_key": scheme,
                "title": f"Pārbaudes darbs {number}",
                "state": "marked",
            }
            for number in range(MARKS - there)
        ]
        marks: list[dict[str, Any]] = [
            {
                "assessment_id": assessment,
                "pupil_id": pupil,
                "day": row["day"],
                "text": "8",
                "scheme_key": scheme,
                "scheme_revision": 1,
                "number": 800,
                "counts": True,
                "passed": True,
                "written_at": clock.now(),
            }
            for assessment, row in zip(insert_rows(session, Assessment, works), works, strict=True)
        ]
        insert_rows(session, Mark, marks)

    place.program.database.write(place.school, Author(None, "bench"), work, kind="bench.marks")
