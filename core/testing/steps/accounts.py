"""Coming in: a one-time code, an account of one's own, the second device; later the name and the password."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from core.testing.applications import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page

CODE = re.compile(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b")


@dataclass(frozen=True)
class Person:
    """Somebody with a browser of their own and an account."""

    name: str
    user_name: str
    page: Page


def join(page: Page, code: str, name: str, user_name: str) -> Person:
    """Type the one-time code at /join and make an account; `name` is whom the page must say it invites."""
    from playwright.sync_api import expect

    page.goto("/join")
    page.get_by_label("Vienreizējais kods").fill(code)
    page.get_by_role("button", name="Turpināt").click()
    expect(page.get_by_text(name, exact=True)).to_be_visible()
    page.get_by_label("Lietotājvārds").fill(user_name)
    page.get_by_label("Parole", exact=True).fill(PASSWORD)
    page.get_by_label("Parole vēlreiz").fill(PASSWORD)
    page.get_by_role("button", name="Izveidot kontu").click()
    page.wait_for_url(lambda url: "/join" not in url)
    return Person(name, user_name, page)


def set_up_second_device(page: Page, moment: datetime) -> None:
    """What a role requires before it opens anything: an app's key, its first code, the recovery codes."""
    import pyotp
    from playwright.sync_api import expect

    page.wait_for_url(re.compile(r"/account/second-factor\?"))
    page.get_by_role("button", name="Iestatīt otru ierīci").click()
    page.get_by_text("Nevaru noskenēt").click()
    key = page.locator(".qr__key").inner_text()
    page.get_by_label("Kods no lietotnes").fill(pyotp.TOTP(key.replace("-", "")).at(moment))
    page.get_by_role("button", name="Apstiprināt").click()
    page.wait_for_url("**/account/recovery-codes")
    page.get_by_role("button", name="Izveidot desmit kodus").click()
    expect(page.locator(".codes code")).to_have_count(10)
    page.get_by_role("link", name="Kodi saglabāti").click()


def sign_in(page: Page, user_name: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Lietotājvārds, tālrunis vai e-pasts").fill(user_name)
    page.get_by_label("Parole").fill(PASSWORD)
    page.get_by_role("button", name="Pieslēgties").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def sign_out(page: Page) -> None:
    page.locator("summary, button").filter(has_text=re.compile("Konts")).first.click()
    page.get_by_role("button", name="Iziet").click()
