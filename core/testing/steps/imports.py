"""A file of the state register on the page of imports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.testing.steps import menu

if TYPE_CHECKING:
    from playwright.sync_api import Page


def give_file(page: Page, file: Path) -> None:
    """From the menu to the preview of a file."""
    menu.choose(page, "Imports")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Nolasīt un salīdzināt").click()
    page.get_by_role("heading", name=file.name).wait_for()


def figures(page: Page) -> dict[str, int]:
    """The big numbers by what they count."""
    shown = page.locator(".figures > div")
    return {
        one.locator("dt").inner_text(): int(one.locator("dd").inner_text().split("\n")[0].replace("\xa0", ""))
        for one in shown.all()
    }


def outcome(page: Page) -> dict[str, str]:
    """What became of the differences, as the page sums it up."""
    section = page.get_by_role("region", name="Kas no tā iznāca")
    titles, values = section.locator("dt").all_inner_texts(), section.locator("dd").all_inner_texts()
    return dict(zip(titles, values, strict=True))


def accept_all(page: Page, number: int) -> None:
    page.get_by_role("button", name=f"Pieņemt {number} atšķirības").click()
    page.get_by_text(f"Pieņemtas {number} atšķirības.").wait_for()


def download_report(page: Page) -> str:
    """The text of the report."""
    with page.expect_download() as download:
        page.get_by_role("link", name="Lejupielādēt protokolu").click()
    return Path(download.value.path()).read_text(encoding="utf-8-sig")


def take_back(page: Page) -> None:
    """Undo the import as one act."""
    page.get_by_role("button", name="Atsaukt importu").click()
    page.get_by_role("dialog").get_by_role("button", name="Atsaukt importu").click()
    page.get_by_text("Imports ir atsaukts.").wait_for()
