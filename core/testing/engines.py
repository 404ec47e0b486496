"""On which engines a test runs, and the PostgreSQL for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from core.testing.cluster import Cluster
    from core.testing.sharing import Run

ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("klade")
    group.addoption("--engine", choices=[*ENGINES, "both"], default="both", help="run on one engine only")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "one_engine(name, reason): runs on that engine only; the summary says so with the reason"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine" not in metafunc.fixturenames:
        return
    chosen = metafunc.config.getoption("--engine")
    names = list(ENGINES) if chosen == "both" else [chosen]
    mark = metafunc.definition.get_closest_marker("one_engine")
    if mark is not None:
        only, _ = one_engine(mark)
        names = [name for name in names if name == only]
    metafunc.parametrize("engine", names, indirect=True, scope="session")


def one_engine(mark: pytest.Mark) -> tuple[str, str]:
    """The engine and the reason of a `one_engine` mark; both must be given."""
    name, reason = mark.args[0] if mark.args else None, mark.kwargs.get("reason")
    if name not in ENGINES or not reason:
        raise pytest.UsageError(f"one_engine needs one of {', '.join(ENGINES)} and a reason")
    return name, reason


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest) -> str:
    """`sqlite` or `postgresql`; a test that asks for it runs on each."""
    name = request.param
    assert isinstance(name, str)
    return name


@pytest.fixture(scope="session")
def cluster(whole_run: Run) -> Iterator[Cluster]:
    """The run's own PostgreSQL, started at the first asking.

    As root it runs as the system user `embedded_postgres`, which is made where there is none.
    """
    from core.testing.cluster import cluster_of

    cluster = cluster_of(whole_run)
    yield cluster
    cluster.close()
