"""What a run covers: the soak tests or the others, and what the installed plugins allow."""

from __future__ import annotations

import os
from importlib.metadata import entry_points

import pytest

from core.testing import summary
from core.testing.browsers import seen_already

MOST_PROCESSES = 6
"""More would want more connections than PostgreSQL gives out, each with its servers and pools."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("klade")
    group.addoption("--soak", action="store_true", help="run the long tests (marked `soak`), and only these")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "soak: takes minutes; only `make soak` runs it")
    config.addinivalue_line("markers", "plugins(*names): enables these plugins in the school of the test")
    config.addinivalue_line("markers", "both_views: runs wide and light, and narrow and dark")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """`-n auto`: a process for each core that we may use; with a single core, none beside this one."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST_PROCESSES) if cores > 1 else 0


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    _skip_without_plugins(items)
    soaking = config.getoption("--soak")
    long = [item for item in items if item.get_closest_marker("soak") is not None]
    short = [item for item in items if item.get_closest_marker("soak") is None]
    items[:], left = (long, short) if soaking else (short, long)
    again = seen_already(items)
    items[:] = [item for item in items if item not in again]
    summary.enter(config, items, again, soak=[] if soaking else long)
    config.hook.pytest_deselected(items=left + again)


def _skip_without_plugins(items: list[pytest.Item]) -> None:
    """Core's tests pass where no plugin is installed: those that need one stand aside."""
    installed = {point.name for point in entry_points(group="klade.plugins")}
    for item in items:
        mark = item.get_closest_marker("plugins")
        missing = set(mark.args) - installed if mark is not None else set()
        if missing:
            item.add_marker(pytest.mark.skip(reason=f"not installed: {', '.join(sorted(missing))}"))
