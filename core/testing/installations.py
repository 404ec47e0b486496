"""Installations to test on: each test has its own, a copy of one that was set up once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from core.testing.cluster import LOGIN, OWNER
from core.testing.wall_clock import CLOCK, set_clock

if TYPE_CHECKING:
    from core.foundation.database import Database, DatabaseConfiguration, SchoolRef
    from core.foundation.runtime import Klade
    from core.testing.cluster import Cluster
    from core.testing.sharing import Run

SLUG = "pargauja"
NAME = "Pārgaujas ģimnāzija"
MONDAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Installation:
    """Where one installation keeps its databases, and how a `klade` command is told so."""

    folder: Path
    url: str | None = None
    owner_url: str | None = None
    plugins: tuple[str, ...] = ()

    @property
    def configuration(self) -> DatabaseConfiguration:
        from core.foundation.database import DatabaseConfiguration

        url, owner_url = (given and given.replace("postgresql://", "postgresql+psycopg://") for given in self._urls)
        return DatabaseConfiguration(self.folder, url, owner_url)

    @property
    def environment(self) -> dict[str, str]:
        """Environment variables of a command that works on this installation, with the test's plugins."""
        named = {"KLADE_DATABASE_URL": self.url, "KLADE_DATABASE_OWNER_URL": self.owner_url}
        given = {name: value for name, value in named.items() if value}
        own = {"KLADE_DATA": str(self.folder), "KLADE_PLUGINS": " ".join(self.plugins), CLOCK: str(self._clock)}
        return own | given

    def set_clock(self, moment: datetime) -> None:
        """Let servers and commands of this installation stand at a moment; before that, the machine's clock goes on."""
        set_clock(self._clock, moment)

    @property
    def _clock(self) -> Path:
        return self.folder / "clock.txt"

    @property
    def _urls(self) -> tuple[str | None, str | None]:
        return self.url, self.owner_url


@dataclass
class Templates:
    """Sets an installation up once a run for each engine and recipe, and copies it from then on."""

    run: Run
    cluster: Callable[[], Cluster]
    _made: dict[tuple[str, ...], Installation] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def copy(
        self, engine: str, recipe: str, plugins: tuple[str, ...], set_up: Callable[[Installation], None]
    ) -> Installation:
        """A fresh copy of what `set_up` made under that recipe with these plugins."""
        key = (engine, recipe, *plugins)
        if key not in self._made:
            self._made[key] = self._template(key, plugins, set_up)
        template = self._made[key]
        installation = self._installation(f"klade_test_{self.run.worker}{next(self._numbers)}", engine, plugins)
        shutil.copytree(template.folder, installation.folder)
        if engine == "postgresql":
            self.cluster().create(installation.folder.name, template.folder.name)
        return installation

    def remove(self, installation: Installation) -> None:
        if installation.url is not None:
            self.cluster().drop(installation.folder.name)
        shutil.rmtree(installation.folder, ignore_errors=True)

    def _template(
        self, key: tuple[str, ...], plugins: tuple[str, ...], set_up: Callable[[Installation], None]
    ) -> Installation:
        """What another process of the run has set up, or is just setting up; else set up here."""
        name = "klade_template_" + sha256(" ".join(key).encode()).hexdigest()[:12]
        template, ready = self._installation(name, key[0], plugins), self.run.folder / f"{name}.ready"
        with self.run.lock(name):
            if not ready.exists():
                self.remove(template)  # the half of one whose making failed
                template.folder.mkdir()
                if template.url is not None:
                    self.cluster().create(name)
                set_up(template)
                ready.touch()
        return template

    def _installation(self, name: str, engine: str, plugins: tuple[str, ...]) -> Installation:
        folder = self.run.folder / name
        if engine == "sqlite":
            return Installation(folder, plugins=plugins)
        cluster = self.cluster()
        return Installation(folder, cluster.url(name, LOGIN), cluster.url(name, OWNER), plugins)


def _set_up(installation: Installation) -> None:
    from core.app import create_klade

    program = create_klade(installation.configuration, installation.plugins)
    create_school(program, SLUG, NAME)
    program.database.close()


def create_school(program: Klade, slug: str, name: str) -> SchoolRef:
    """A school as `klade school create` leaves it, with the plugins of the program enabled."""
    from core.foundation.database import Author
    from core.founding import found_school

    return found_school(program.database, program.plugins, slug, name, Author(None, "klade test"))


@pytest.fixture(scope="session")
def templates(whole_run: Run, request: pytest.FixtureRequest) -> Templates:
    return Templates(whole_run, lambda: request.getfixturevalue("cluster"))


@pytest.fixture
def enabled_plugins(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """Those of the mark `plugins`; a plugin's own tests have that plugin; core's have none."""
    mark = request.node.get_closest_marker("plugins")
    if mark is not None:
        return tuple(sorted(mark.args))
    parts = request.node.path.parts
    return (parts[parts.index("plugins") + 1],) if "plugins" in parts else ()


@pytest.fixture
def school_day() -> Iterator[date]:
    """It is ten o'clock on Monday, 23 November 2026; `clock.at` sets another time within the test."""
    from core.foundation import clock

    with clock.at(clock.at_local(MONDAY, time(10))):
        yield MONDAY


@pytest.fixture
def installation(
    engine: str, templates: Templates, enabled_plugins: tuple[str, ...], school_day: date
) -> Iterator[Installation]:
    """An installation with one open school, `pargauja`, and nobody in it."""
    installation = templates.copy(engine, "school", enabled_plugins, _set_up)
    yield installation
    templates.remove(installation)


@pytest.fixture
def database(installation: Installation) -> Iterator[Database]:
    """The directory and the school of `installation`."""
    from core.foundation.database import Database

    database = Database(installation.configuration)
    yield database
    database.close()


@pytest.fixture(autouse=True)
def history_watch() -> Iterator[None]:
    """On SQLite each writing transaction of any test is held against the lines of history that it leaves."""
    from core.testing import watch

    watch.install()
    watch.WATCH.take()
    yield
    found = watch.WATCH.take()
    if found:
        pytest.fail("changed without a line of history:\n" + "\n".join(found), pytrace=False)


@pytest.fixture
def school_ref(database: Database) -> SchoolRef:
    """The one school of the installation."""
    from core.foundation.database.directory import school_named

    with database.directory() as session:
        return school_named(session, SLUG)
