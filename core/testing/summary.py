"""The counts that close a run: the tests of each engine, those of one only and why, and what only `make soak` covers.

With several processes it is the one that starts the others that counts; what was collected it has from their file.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

import pytest

from core.testing.engines import ENGINES, one_engine
from core.testing.sharing import RUN


@dataclass
class Collected:
    """What was found: the engine of a test, why a test has one only, and what is left out."""

    engine_of: dict[str, str] = field(default_factory=dict)
    one_engine: list[tuple[str, str, str]] = field(default_factory=list)
    soak: dict[str, str] = field(default_factory=dict)
    again: int = 0


def enter(config: pytest.Config, items: list[pytest.Item], again: list[pytest.Item], soak: list[pytest.Item]) -> None:
    """Note what this run covers, and leaves; every process of it finds the same."""
    collected = Collected(again=len(again), soak={_without_engine(item): _says(item) for item in soak})
    reasons = set()
    for item in items:
        engine: Any = getattr(item, "callspec", None) and item.callspec.params.get("engine")  # type: ignore[attr-defined]  # of functions
        if not isinstance(engine, str):
            continue
        collected.engine_of[item.nodeid] = engine
        mark = item.get_closest_marker("one_engine")
        if mark is not None:
            reasons.add((*one_engine(mark), _without_engine(item)))
    collected.one_engine = sorted(reasons)
    run = config.stash[RUN]
    if run.is_shared:
        own = run.folder / f"collected.{run.worker}"
        own.write_text(json.dumps(asdict(collected)))
        own.replace(run.folder / "collected")
    else:
        config.stash[COLLECTED] = collected


COLLECTED = pytest.StashKey[Collected]()


class Count:
    """Follows the outcomes, and writes the summary."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.outcomes: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or (report.when == "setup" and report.outcome != "passed"):
            self.outcomes[report.nodeid] = report.outcome

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self.outcomes:
            return
        collected = self._collected()
        ran = (nodeid for nodeid, outcome in self.outcomes.items() if outcome != "skipped")
        counts = Counter(collected.engine_of.get(nodeid, "") for nodeid in ran)
        terminalreporter.section("engines")
        for name, title in ENGINES.items():
            terminalreporter.write_line(f"{title}: {counts[name]} tests")
        terminalreporter.write_line(f"without a database: {counts['']} tests")
        for (name, reason, file), tests in _by_reason(collected).items():
            terminalreporter.write_line(f"only on {ENGINES[name]}, because {reason}: {file}: {', '.join(tests)}")
        if collected.again:
            text = f"narrow and dark only on SQLite, because it is the same page: {collected.again} tests left out"
            terminalreporter.write_line(text)
        if collected.soak:
            terminalreporter.section("only `make soak` covers")
            for nodeid, says in sorted(collected.soak.items()):
                terminalreporter.write_line(f"{nodeid}: {says}")

    def _collected(self) -> Collected:
        if COLLECTED in self.config.stash:
            return self.config.stash[COLLECTED]
        return Collected(**json.loads((self.config.stash[RUN].folder / "collected").read_text()))


def pytest_configure(config: pytest.Config) -> None:
    if not config.stash[RUN].is_shared:
        config.pluginmanager.register(Count(config), "klade-count")


def _by_reason(collected: Collected) -> dict[tuple[str, str, str], list[str]]:
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for name, reason, nodeid in collected.one_engine:
        file, _, test = nodeid.partition("::")
        grouped.setdefault((name, reason, file), []).append(test)
    return dict(sorted(grouped.items()))


def _without_engine(item: pytest.Item) -> str:
    return item.nodeid.split("[")[0]


def _says(item: pytest.Item) -> str:
    doc = getattr(getattr(item, "obj", None), "__doc__", None) or ""
    return doc.strip().split("\n")[0] or item.name.removeprefix("test_").split("[")[0].replace("_", " ")
