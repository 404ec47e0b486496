"""The file of the state register: previewed and applied, once and ten times as large."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeVar

from sqlalchemy.orm import Session

from bench.place import Place
from bench.report import Figure
from core.foundation.database import Author, Database, SchoolRef
from core.founding import found_school
from core.imports.pipeline import accept, receive
from core.imports.services import GivenFile
from core.values.imports import Importer
from klade_viis_sync.testing.growth import times

SAMPLE = Path(__file__).parents[1] / "plugins/viis_sync/tests/data/viis-2026-2027.zip"
TEN = 10
T = TypeVar("T")


class Desk:
    """Reads and writes one school."""

    def __init__(self, database: Database, school: SchoolRef) -> None:
        self._database, self._school = database, school

    def read(self) -> AbstractContextManager[Session]:
        return self._database.read(self._school)

    def write(self, kind: str, work: Callable[[Session], T]) -> T:
        return self._database.write(self._school, Author(None, "bench"), work, kind=kind)


def figures(place: Place) -> Iterator[Figure]:
    """Preview and application of the sample, then how many times as long ten times the file takes."""
    importer = next(owned.value for owned in place.program.plugins.importers() if owned.owner == "viis_sync")
    content = SAMPLE.read_bytes()
    preview, apply = _measured(place, importer, "viis", content)
    size = {"pupils": 621, "guardian_links": 1089, "staff": 55}
    yield Figure("viis_preview_s", preview, "s", size)
    yield Figure("viis_apply_s", apply, "s", size)
    tenfold = _measured(place, importer, "viis-ten", times(content, TEN))
    size = {"times_the_file": TEN}
    yield Figure("viis_preview_growth", tenfold[0] / preview, "times", size)
    yield Figure("viis_apply_growth", tenfold[1] / apply, "times", size)


def _measured(place: Place, importer: Importer, slug: str, content: bytes) -> tuple[float, float]:
    database = place.program.database
    school = found_school(database, place.program.plugins, slug, "Skola", Author(None, "bench"))
    desk = Desk(database, school)
    started = time.perf_counter()
    entered = receive(desk, importer, GivenFile("viis.zip", content))
    seen = time.perf_counter()
    accept(desk, importer, entered)
    return seen - started, time.perf_counter() - seen
