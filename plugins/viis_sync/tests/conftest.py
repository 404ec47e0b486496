"""Reading files for the school that the tests' files are of."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from core.values.imports import FileProblem, ReadingContext, Refused, Snapshot
from klade_viis_sync.reading import read_file
from klade_viis_sync.testing import SCHOOL, ViisFile


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
