"""A real browser that fails a test on whatever the page complains about."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from core.testing.sharing import Run

PATIENCE = 15_000
"""Milliseconds until a browser gives up on what a test waits for: the machine may have much else to do."""

# The browser talks to the server under test and to nobody else.
_ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-quic",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--no-first-run",
]


@dataclass(frozen=True)
class View:
    """How a page is looked at."""

    name: str
    width: int
    height: int
    colours: str


WIDE_LIGHT = View("wide-light", 1280, 900, "light")
NARROW_DARK = View("narrow-dark", 360, 780, "dark")


@dataclass
class Complaints:
    """What pages wrote to the console as errors, Content-Security-Policy reports and uncaught errors among them."""

    seen: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, pattern: str) -> None:
        """A complaint that belongs to the test, as a regular expression (`status of 409`)."""
        self.expected.append(pattern)

    @property
    def unexpected(self) -> list[str]:
        return [text for text in self.seen if not any(re.search(pattern, text) for pattern in self.expected)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "view" in metafunc.fixturenames and metafunc.definition.get_closest_marker("both_views"):
        metafunc.parametrize("view", [WIDE_LIGHT, NARROW_DARK], ids=lambda view: view.name, indirect=True)


def seen_already(items: list[pytest.Item]) -> list[pytest.Item]:
    """Those that look at a page in the second view on PostgreSQL: on SQLite it is the same page, and is looked at."""
    names = {item.nodeid for item in items}
    return [
        item
        for item in items
        if getattr(item, "callspec", None) is not None
        and item.callspec.params.get("view") is NARROW_DARK  # type: ignore[attr-defined]  # of functions
        and (twin := item.nodeid.replace("postgresql", "sqlite")) != item.nodeid
        and twin in names
    ]


@pytest.fixture(scope="session")
def browser(whole_run: Run, pytestconfig: pytest.Config) -> Iterator[Browser]:
    """One Chromium for each process of the run."""
    from playwright.sync_api import expect, sync_playwright

    from core.testing.chromium import ready_chromium

    arguments = list(_ARGUMENTS)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium's sandbox refuses to run as root
    capture = pytestconfig.pluginmanager.getplugin("capturemanager")
    # One process installs what is missing, and says so at once; the others wait for it.
    with capture.global_and_fixture_disabled() if capture else nullcontext(), whole_run.lock("chromium"):
        path = ready_chromium()
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def view(request: pytest.FixtureRequest) -> View:
    """Wide and light; with the mark `both_views` also narrow and dark."""
    chosen = getattr(request, "param", WIDE_LIGHT)
    assert isinstance(chosen, View)
    return chosen


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """What the pages of this test complained about; anything not expected fails it at its end."""
    complaints = Complaints()
    yield complaints
    if complaints.unexpected:
        pytest.fail("the page complained:\n" + "\n".join(complaints.unexpected), pytrace=False)


@pytest.fixture
def new_context(
    browser: Browser, view: View, complaints: Complaints, request: pytest.FixtureRequest
) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browsers of further people: each has its own cookies."""
    made: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(
            **{
                "viewport": {"width": view.width, "height": view.height},
                "color_scheme": view.colours,
                "locale": "lv-LV",
                "timezone_id": "Europe/Riga",
                "reduced_motion": "reduce",
                **options,
            }
        )
        context.set_default_timeout(PATIENCE)
        context.on("console", lambda message: _note(complaints, message))
        context.on("weberror", lambda error: complaints.seen.append(f"uncaught: {error.error}"))
        made.append(context)
        return context

    yield make
    if request.node.stash.get(FAILED, False):
        _keep_pictures(request.node.name, made)
    for context in made:
        context.close()


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """An empty page; the test fails on any error that a page of it writes to the console."""
    return new_context().new_page()


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    report = yield
    if report.when == "call" and report.failed:
        item.stash[FAILED] = True
    return report


def _note(complaints: Complaints, message: Any) -> None:
    if message.type == "error" or "Content Security Policy" in message.text:
        place = message.location.get("url", "")
        complaints.seen.append(f"{message.type}: {message.text} ({place})")


def _keep_pictures(name: str, contexts: list[BrowserContext]) -> None:
    """Pictures of a failed test's pages, for whoever mends it."""
    folder = Path("test-artifacts")
    folder.mkdir(exist_ok=True)
    safe = re.sub(r"[^\w.-]+", "-", name)
    for number, page in enumerate(page for context in contexts for page in context.pages):
        page.screenshot(path=folder / f"{safe}-{number}.png", full_page=True)


def assert_accessible(page: Page) -> None:
    """The page passes axe with no violation, and fits its width."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    problems = [
        f"{violation['id']} ({violation['impact']}): {node['target']}\n    {node['html'][:200]}"
        for violation in found
        for node in violation["nodes"]
    ]
    assert not problems, f"axe on {page.url}:\n" + "\n".join(problems)
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"{page.url} is {overflow} px wider than the window"
