"""On which engine a test runs, and where its databases are."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from core.testing.cluster import MEMORY, is_roomy, running_cluster

if TYPE_CHECKING:
    from core.testing.cluster import Cluster


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest) -> str:
    """`sqlite` or `postgresql`; a test that asks for it runs on each."""
    name = request.param
    assert isinstance(name, str)
    return name


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """The run's own PostgreSQL, started at the first asking.

    As root it runs as the system user `embedded_postgres`, which is made where there is none.
    """
    with running_cluster() as running:
        yield running


@pytest.fixture(scope="session")
def workplace() -> Iterator[Path]:
    """A folder for databases: in memory where there is room, so that a durable write costs nothing."""
    folder = Path(tempfile.mkdtemp(prefix="klade-tests-", dir=MEMORY if is_roomy() else None))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
