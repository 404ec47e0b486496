"""The pages of accounts in a real browser: wide and light, narrow and dark, by keyboard, in both languages."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from core.people.models import Person
from core.testing.applications import PASSWORD
from core.testing.browsers import Complaints, assert_accessible
from core.testing.schools import BuiltSchool
from core.testing.servers import Site
from core.testing.visitors import Phone

OWN = "seši sarkani sēņu grozi"
PageOf = Callable[..., Page]


@pytest.mark.both_views
@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/help", "/sign-in/new-password", "/join"])
def test_pages_of_visitors(page_of: PageOf, path: str) -> None:
    page = page_of(None)
    page.goto(path)
    assert_accessible(page)


@pytest.mark.both_views
def test_a_superuser_comes_in_for_the_first_time(
    page_of: PageOf, site: Site, school: BuiltSchool, code_for: Callable[[Person], str], complaints: Complaints
) -> None:
    """The code, the account, the second device, the recovery codes, the school: as a person does it."""
    code = code_for(school.staff("Sandra", "Siliņa", "superuser"))
    complaints.expect("status of 422")
    page = page_of(None)
    page.goto("/join")
    page.get_by_label("Vienreizējais kods").fill("AAAAA-AAAAA")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Vienreizējais kods").fill(code.lower())
    page.keyboard.press("Enter")
    expect(page.get_by_text("Sandra Siliņa")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Lietotājvārds").fill("sandra")
    page.get_by_label("Parole", exact=True).fill(OWN)
    page.get_by_label("Parole vēlreiz").fill(OWN)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/account/second-factor\?"))
    assert_accessible(page)

    page.get_by_role("button", name="Iestatīt otru ierīci").click()
    picture = page.get_by_role("img", name=re.compile("atslēgu"))
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 100
    assert_accessible(page)
    phone = Phone(page.locator(".qr__key").text_content() or "")
    page.get_by_label("Kods no lietotnes").fill(phone.code(site.moment))
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/recovery-codes")
    page.get_by_role("button", name="Izveidot desmit kodus").click()
    expect(page.locator(".codes code")).to_have_count(10)
    assert_accessible(page)
    page.get_by_role("link", name="Kodi saglabāti").click()
    page.wait_for_url("**/pargauja/**")


@pytest.mark.both_views
def test_pages_of_who_is_signed_in(page_of: PageOf, school: BuiltSchool) -> None:
    page = page_of(school.staff("Velta", "Vītola", "deputy"))
    for path in (
        "/schools",
        "/account",
        "/account/devices",
        "/account/password",
        "/account/second-factor/prove",
        "/account/second-factor/prove?by=recovery-code",
    ):
        page.goto(path)
        assert page.url.endswith(path)
        assert_accessible(page)


@pytest.mark.both_views
def test_a_superuser_invites_a_class(page_of: PageOf, school: BuiltSchool) -> None:
    own = school.school_class("10.a")
    for given, family in (("Zane", "Āboliņa"), ("Kristiāna Elizabete", "Liepiņa-Vecvagare")):
        school.guardian("Rita", family, school.pupil(given, family, own))
    page = page_of(school.staff("Sandra", "Siliņa", "superuser"))
    page.goto(f"/pargauja/invitations/?group=guardians&class={own.id}")
    assert_accessible(page)
    page.get_by_role("checkbox", name="Uzaicināt: Āboliņa Rita").uncheck()
    page.get_by_role("button", name="Izveidot izdrukājamas lapiņas").click()
    expect(page.locator(".slip")).to_have_count(1)
    expect(page.get_by_role("button", name="Drukāt")).to_be_visible()
    assert_accessible(page)
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Drukāt")).not_to_be_visible()
    expect(page.locator(".slip__code")).to_be_visible()
    page.emulate_media(media="screen")
    page.goto("/pargauja/invitations/?group=guardians")
    page.get_by_role("link", name="Liepiņa-Vecvagare Rita").click()
    assert_accessible(page)


def test_signing_in_by_keyboard_alone(page_of: PageOf, new_account: Callable[..., UUID]) -> None:
    new_account("anna")
    page = page_of(None)
    page.goto("/account")
    page.get_by_label("Lietotājvārds, tālrunis vai e-pasts").focus()
    page.keyboard.type("anna")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/account")
    expect(page.get_by_role("heading", name="Mans konts")).to_be_visible()


def test_the_pages_speak_english_too(
    page_of: PageOf, new_account: Callable[..., UUID], new_context: Callable[..., BrowserContext]
) -> None:
    new_account("anna")
    page = page_of(None, locale="en-GB")
    page.goto("/sign-in")
    page.get_by_label("User name, phone or e-mail").fill("anna")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    page.goto("/account")
    page.get_by_label("Language of all pages").select_option("lv")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Mans konts")).to_be_visible()
