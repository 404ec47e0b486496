"""What is remembered: the history of a record, who opened a personal file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.testing.steps import menu

if TYPE_CHECKING:
    from playwright.sync_api import Page


def history_of_record(page: Page) -> list[str]:
    """From the page of a record to its history; each change as one text: who, when, what, was, becomes."""
    page.get_by_role("link", name="Izmaiņu vēsture").click()
    page.get_by_role("heading", name="Izmaiņu vēsture", level=1).wait_for()
    return [" ".join(change.inner_text().split()) for change in page.locator(".changes__change").all()]


def open_file(page: Page, listed_name: str) -> None:
    """A pupil's personal file, from the list of all pupils."""
    menu.choose(page, "Skolēni")
    page.get_by_role("link", name=listed_name, exact=True).click()
    page.get_by_role("heading", name=listed_name).wait_for()


def readers(page: Page) -> list[str]:
    """Who has opened the personal file that is shown, the latest first."""
    return [
        " ".join(one.inner_text().split())
        for one in page.get_by_role("region", name="Kas skatījis").locator("li").all()
    ]
