"""The main menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page


def choose(page: Page, entry: str) -> None:
    """Follow an entry of the main menu of a wide window."""
    page.get_by_role("navigation", name="Galvenā izvēlne").get_by_role("link", name=entry, exact=True).click()
