"""What a run covers: the soak tests, and the counts that close it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass, field
from importlib.metadata import entry_points

import pytest

ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass
class Coverage:
    """What was run, engine by engine, and what was not and why."""

    outcomes: dict[str, str] = field(default_factory=dict)
    engine_of: dict[str, str] = field(default_factory=dict)
    one_engine: dict[str, tuple[str, str]] = field(default_factory=dict)
    soak: dict[str, str] = field(default_factory=dict)


COVERAGE = pytest.StashKey[Coverage]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("klade")
    group.addoption("--engine", choices=[*ENGINES, "both"], default="both", help="run on one engine only")
    group.addoption("--soak", action="store_true", help="run the long tests (marked `soak`), and only these")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[COVERAGE] = Coverage()
    config.addinivalue_line(
        "markers", "one_engine(name, reason): runs on that engine only; the summary says so with the reason"
    )
    config.addinivalue_line("markers", "soak: takes minutes; only `make soak` runs it")
    config.addinivalue_line("markers", "plugins(*names): enables these plugins in the school of the test")
    config.addinivalue_line("markers", "both_views: runs wide and light, and narrow and dark")


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


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    coverage = config.stash[COVERAGE]
    soaking = config.getoption("--soak")
    chosen: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        is_soak = item.get_closest_marker("soak") is not None
        if is_soak and not soaking:
            coverage.soak[_without_engine(item)] = _says(item)
        (chosen if is_soak == soaking else left).append(item)
        engine = getattr(item, "callspec", None) and item.callspec.params.get("engine")  # type: ignore[attr-defined]  # of functions
        if isinstance(engine, str):
            coverage.engine_of[item.nodeid] = engine
    _skip_without_plugins(items)
    config.hook.pytest_deselected(items=left)
    items[:] = chosen
    for item in chosen:
        mark = item.get_closest_marker("one_engine")
        if mark is not None and item.nodeid in coverage.engine_of:
            coverage.one_engine[_without_engine(item)] = one_engine(mark)


def _skip_without_plugins(items: list[pytest.Item]) -> None:
    """Core's tests pass where no plugin is installed: those that need one stand aside."""
    installed = {point.name for point in entry_points(group="klade.plugins")}
    for item in items:
        mark = item.get_closest_marker("plugins")
        missing = set(mark.args) - installed if mark is not None else set()
        if missing:
            item.add_marker(pytest.mark.skip(reason=f"not installed: {', '.join(sorted(missing))}"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call" or (report.when == "setup" and report.outcome != "passed"):
        item.config.stash[COVERAGE].outcomes[report.nodeid] = report.outcome
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    coverage = config.stash[COVERAGE]
    if not coverage.outcomes:
        return
    ran = (nodeid for nodeid, outcome in coverage.outcomes.items() if outcome != "skipped")
    counts = Counter(coverage.engine_of.get(nodeid, "") for nodeid in ran)
    terminalreporter.section("engines")
    for name, title in ENGINES.items():
        terminalreporter.write_line(f"{title}: {counts[name]} tests")
    terminalreporter.write_line(f"without a database: {counts['']} tests")
    for (name, reason, file), tests in sorted(_by_reason(coverage).items()):
        terminalreporter.write_line(f"only on {ENGINES[name]}, because {reason}: {file}: {', '.join(sorted(tests))}")
    if coverage.soak:
        terminalreporter.section("only `make soak` covers")
        for nodeid, says in sorted(coverage.soak.items()):
            terminalreporter.write_line(f"{nodeid}: {says}")


def _by_reason(coverage: Coverage) -> dict[tuple[str, str, str], list[str]]:
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for nodeid, (name, reason) in coverage.one_engine.items():
        file, _, test = nodeid.partition("::")
        grouped.setdefault((name, reason, file), []).append(test)
    return grouped


def _without_engine(item: pytest.Item) -> str:
    return item.nodeid.split("[")[0]


def _says(item: pytest.Item) -> str:
    doc = getattr(getattr(item, "obj", None), "__doc__", None) or ""
    return doc.strip().split("\n")[0] or item.name.removeprefix("test_").split("[")[0].replace("_", " ")
