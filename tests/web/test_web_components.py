"""The components in a real browser: readable, reachable, and doing what they say."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from core.testing.browsers import View, assert_accessible


@pytest.mark.both_views
@pytest.mark.parametrize("path", ["/", "/?wrong=1", "/plain"])
def test_components_are_accessible(page: Page, address: str, path: str, view: View) -> None:
    page.goto(address + path)
    assert_accessible(page)


@pytest.mark.both_views
def test_an_open_menu_and_an_open_dialog_are_accessible(page: Page, address: str, view: View) -> None:
    page.goto(address)
    page.locator("summary.account").click()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page.locator("summary.account")).to_be_focused()
    page.get_by_role("button", name="Pārcelt stundu…").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert_accessible(page)


def test_errors_lead_to_their_fields(page: Page, address: str) -> None:
    page.goto(address + "/?wrong=1")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").click()
    field = page.get_by_label("Uzvārds")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description("Ierakstiet uzvārdu.")


def test_a_table_is_narrowed_without_typing_marks(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Meklēt kolonnā: Skolēns").fill("berz")
    rows = page.locator("#pupils tbody tr:visible")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Bērziņa Anna Marija")
    expect(page.locator("[data-row-count]")).to_have_text("1 / 3 skolēni")
    page.keyboard.press("Escape")
    expect(rows).to_have_count(3)


def test_a_dangerous_act_is_asked_first(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Atskaitīt").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Atskaitīt Annu?")
    dialog.get_by_role("button", name="Atcelt").click()
    assert page.url == address + "/"
    page.get_by_role("button", name="Atskaitīt").click()
    dialog.get_by_role("button", name="Atskaitīt").click()
    expect(page.locator("#flashes")).to_contain_text("Izdarīts: 7")
    page.get_by_role("button", name="Atsaukt").click()
    expect(page.locator("#flashes")).to_contain_text("Izdarīts: –")


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(
    new_context: Callable[..., BrowserContext], address: str
) -> None:
    page = new_context(viewport={"width": 360, "height": 700}).new_page()
    page.goto(address)
    journals = page.get_by_role("link", name="Žurnāli")
    expect(journals).to_be_hidden()
    page.get_by_role("button", name="Izvēlne").focus()
    page.keyboard.press("Enter")
    expect(journals).to_be_visible()
    page.keyboard.press("Escape")
    expect(journals).to_be_hidden()


def test_language_and_colours_are_chosen_without_scripts(
    new_context: Callable[..., BrowserContext], address: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(address + "/plain")
    expect(page.locator("html")).to_have_attribute("lang", "lv")
    page.get_by_text("Valoda un krāsas").click()
    page.get_by_role("button", name="English").click()
    expect(page).to_have_url(address + "/plain")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_text("Language and colours").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("body")).to_have_css("color", "rgb(230, 235, 245)")


def test_paper_is_white_and_without_controls(page: Page, address: str) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(address)
    expect(page.locator("html")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator("header.bar")).to_be_hidden()
    expect(page.get_by_role("table", name="Skolēni")).to_be_visible()
