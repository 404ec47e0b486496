"""What the processes of one run share: a folder, locks between them, and turns for tests that measure."""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

MEMORY = Path("/dev/shm")
_ENOUGH = 2 * 1024**3
_FOLDER = "klade_folder"


@dataclass
class Run:
    """One run of tests, in one process or in several; `worker` names this one among them."""

    given: Path | None = None
    worker: str = ""

    @cached_property
    def folder(self) -> Path:
        """In memory where there is room, so that a durable write costs nothing; gone after the run."""
        return self.given or Path(tempfile.mkdtemp(prefix="klade-tests-", dir=MEMORY if _is_roomy() else None))

    @property
    def is_shared(self) -> bool:
        return self.given is not None

    def subfolder(self, name: str) -> Path:
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        return folder

    @contextmanager
    def lock(self, name: str, *, shared: bool = False) -> Iterator[None]:
        """Nobody else of the run holds the lock meanwhile; or, shared, nobody holds it alone."""
        with (self.subfolder("locks") / name).open("w") as file:
            fcntl.flock(file, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
            yield

    @contextmanager
    def turn(self, *, alone: bool) -> Iterator[None]:
        """Lets a test begin; `alone`, when those of the other processes have ended, and none begins meanwhile."""
        with ExitStack() as turn, ExitStack() as gate:
            if self.is_shared:
                gate.enter_context(self.lock("gate"))
                turn.enter_context(self.lock("turn", shared=not alone))
            if not alone:
                gate.close()
            yield

    def end(self) -> None:
        """Stop what the run started, and leave nothing behind."""
        from core.testing.cluster import stop

        if not self.is_shared and "folder" in self.__dict__:
            stop(self.folder)
            shutil.rmtree(self.folder, ignore_errors=True)


RUN = pytest.StashKey[Run]()


def _is_roomy() -> bool:
    return MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > _ENOUGH


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "alone: measures, so no test of another process runs beside it")
    given: dict[str, Any] | None = getattr(config, "workerinput", None)  # of a process that pytest-xdist started
    config.stash[RUN] = Run() if given is None else Run(Path(given[_FOLDER]), given["workerid"])


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """pytest-xdist is about to start a process: tell it the folder."""
    node.workerinput[_FOLDER] = str(node.config.stash[RUN].folder)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[RUN].end()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    with item.config.stash[RUN].turn(alone=item.get_closest_marker("alone") is not None):
        return (yield)


@pytest.fixture(scope="session")
def whole_run(pytestconfig: pytest.Config) -> Run:
    """The run that this test is part of."""
    return pytestconfig.stash[RUN]
