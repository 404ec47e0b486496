"""A school comes to be: its administrator founds it, its superuser comes in, the state register's file is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from core.testing.steps import accounts

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from core.testing.steps.day import Day

SLUG = "pargauja"


def found(day: Day, name: str) -> Page:
    """The administrator founds a school and invites its superuser, who comes in with the printed code."""
    from playwright.sync_api import expect

    assert f"/{SLUG}/" in day.klade("school", "create", SLUG, "--name", name)
    printed = day.klade("user", "invite", "--school", SLUG, "--superuser", "Rūta Vanaga")
    code = accounts.CODE.search(printed)
    assert code, printed
    page = day.browser()
    accounts.join(page, code.group(), "Rūta Vanaga", "ruta.vanaga")
    accounts.set_up_second_device(page, day.now)
    expect(page.get_by_role("heading", name="Mācību gada sākums")).to_be_visible()
    return page


def read_register(day: Day, file: Path) -> int:
    """The state register's file by command, all of it; how many differences were applied."""
    printed = day.klade("viis", "import", str(file), "--school", SLUG, "--accept", "all", "--json")
    applied: int = json.loads(printed)["applied"]
    return applied
