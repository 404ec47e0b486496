"""Reading files for the school that the tests' files are of."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy.orm import Session

from core.foundation.database import Author
from core.foundation.history.undo import Undone
from core.imports import pipeline, services
from core.imports.queries import differences_of
from core.imports.selection import Selection
from core.imports.services import GivenFile
from core.testing.schools import BuiltSchool
from core.values.imports import Difference, FileProblem, ReadingContext, Refused, Snapshot
from klade_viis_sync.importer import ViisImporter
from klade_viis_sync.reading import read_file
from klade_viis_sync.testing import SCHOOL, ViisFile

T = TypeVar("T")


class ImportDesk:
    """Takes files into the school of a test, as a record keeper does on the page."""

    def __init__(self, school: BuiltSchool) -> None:
        self.school = school
        self.importer = ViisImporter()

    def read(self) -> AbstractContextManager[Session]:
        return self.school.read()

    def write(self, kind: str, work: Callable[[Session], T]) -> T:
        return self.school.database.write(self.school.ref, Author(None, "Līga Liepa"), work, kind=kind)

    def receive(self, content: bytes, name: str = "viis.zip") -> int:
        """Read and compare; the import's id."""
        return pipeline.receive(self, self.importer, GivenFile(name, content))

    def accept(self, import_id: int) -> Selection:
        """Apply what is chosen."""
        return pipeline.accept(self, self.importer, import_id)

    def answer(self, import_id: int, answers: Mapping[str, str]) -> None:
        """Answer questions, and compare anew."""
        pipeline.renew(self, self.importer, import_id, answers)

    def bring(self, content: bytes) -> int:
        """Read, compare, and apply everything."""
        import_id = self.receive(content)
        self.accept(import_id)
        return import_id

    def take_back(self, import_id: int) -> Undone:
        return self.write(pipeline.TAKEN_BACK, lambda session: services.take_back(session, import_id))

    def differences(self, import_id: int, entity: str | None = None) -> list[Difference]:
        """What the preview shows."""
        with self.read() as session:
            return [stored.difference for stored in differences_of(session, import_id, entity).read()]


@pytest.fixture
def imports(school: BuiltSchool) -> ImportDesk:
    """Where files are taken in."""
    return ImportDesk(school)


@pytest.fixture
def sample() -> bytes:
    """The file of a gymnasium: 24 classes, 621 pupils."""
    return (Path(__file__).parent / "data" / "viis-2026-2027.zip").read_bytes()


@pytest.fixture
def viis_file() -> ViisFile:
    """A right file of a small school."""
    return ViisFile()


@pytest.fixture
def read() -> Callable[..., Snapshot]:
    """Reads a file, by default for the school that the files are of."""

    def read(content: bytes, name: str = "viis.zip", number: str | None = SCHOOL) -> Snapshot:
        return read_file(content, ReadingContext(name, number, date(2026, 11, 23)))

    return read


@pytest.fixture
def refusal(read: Callable[..., Snapshot]) -> Callable[..., FileProblem]:
    """Why a file is refused as a whole."""

    def refusal(content: bytes, name: str = "viis.zip", number: str | None = SCHOOL) -> FileProblem:
        with pytest.raises(Refused) as refused:
            read(content, name, number)
        return refused.value.problem

    return refusal
