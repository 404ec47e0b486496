"""What a family does: looks into the diary, ticks homework off, says that a child is ill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.testing.steps import accounts, menu

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


def open_group(page: Page, group: str, school_class: str) -> None:
    """Those of a group (`Skolēni`, `Vecāki`) of a class who can be invited."""
    page.goto("/pargauja/invitations/")
    page.get_by_role("navigation", name="Grupas").get_by_role("link", name=group).click()
    page.get_by_label("Klase").select_option(label=school_class)
    page.get_by_role("button", name="Rādīt", exact=True).click()


def invite(page: Page, group: str, school_class: str, listed_name: str) -> str:
    """A code for one of a group, as the slip on the page shows it."""
    open_group(page, group, school_class)
    page.get_by_role("link", name=listed_name, exact=True).click()
    page.get_by_role("button", name="Izveidot jaunu kodu").click()
    slip = page.locator(".slip", has_text=listed_name).inner_text()
    found = accounts.CODE.search(slip)
    assert found, slip
    return found.group()


def child(page: Page, name: str) -> None:
    """Choose one of the children."""
    page.get_by_role("navigation", name="Bērni").get_by_role("link", name=name).click()


def diary(page: Page, name: str) -> Locator:
    """The week of a child."""
    menu.choose(page, "Dienasgrāmata")
    child(page, name)
    return page.get_by_role("main")


def lesson(page: Page, subject: str) -> str:
    """The first lesson of a subject in the shown week, as one text."""
    return " ".join(page.locator(".entry", has_text=subject).first.inner_text().split())


def announce_illness(page: Page) -> None:
    """Ill today: three presses from the diary."""
    page.get_by_role("link", name="Pieteikt kavējumu").first.click()
    page.get_by_text("Slimība").click()
    page.get_by_role("button", name="Pieteikt", exact=True).click()
    page.get_by_text("Pieteikts. Izlems klases audzinātājs.").wait_for()
