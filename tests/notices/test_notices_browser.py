"""The pages of notices in a browser, in both views: the list and its bell, the choices, what was sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from core.foundation import clock
from core.notices.models import Delivery, Notice
from core.people.models import Person
from core.testing.browsers import assert_accessible
from core.testing.schools import BuiltSchool

if TYPE_CHECKING:
    from tests.notices.conftest import SmallClass

PageOf = Callable[[Person], Page]


@pytest.fixture
def told(school: BuiltSchool, family: SmallClass) -> SmallClass:
    """Sandra was told of three things, one of which she has read; one message failed."""
    values = f'{{"pupil_id":{family.ralfs.id}}}'
    for number, (text, read) in enumerate(
        (
            ("Ralfs: 2 jauni vērtējumi – Fizika, Matemātika", True),
            ("Ralfs: neattaisnots kavējums 23.11., 3. un 4. stundā", False),
            ("Ralfs: 1 jauns vērtējums – Latviešu valoda un literatūra I", False),
        )
    ):
        moment = clock.now() - timedelta(hours=(30, 2, 1)[number])
        facts: dict[str, Any] = {"endpoint": "diary.show", "values": values, "urgency": "digest"}
        facts |= {"moment": moment, "created": moment, "read_at": moment if read else None}
        school.add(
            Notice(
                person_id=family.sandra.id,
                child_id=family.ralfs.id,
                rule_key="test",
                about=str(number),
                text=text,
                **facts,
            )
        )
    now = clock.now()
    school.add(
        Delivery(
            person_id=family.sandra.id,
            channel_key="test.post",
            message_id="<1@klade.localhost>",
            subject="Klade: kas jauns – Pārgaujas ģimnāzija",
            text="Ralfs: 1 jauns vērtējums – Fizika\n\nhttp://127.0.0.1:8000/pargauja/notices",
            language="lv",
            state="failed",
            is_repeated=True,
            tries=2,
            problem="550 Šādas pastkastes nav",
            due=now,
            created=now,
            ended_at=now,
        )
    )
    return family


@pytest.mark.both_views
def test_the_bell_counts_until_everything_is_read(told: SmallClass, page_of: PageOf) -> None:
    page = page_of(told.sandra)
    page.goto(f"/pargauja/diary/{told.ralfs.id}")
    bell = page.get_by_role("link", name="Paziņojumi: 2 nelasīti paziņojumi")
    expect(bell).to_be_visible()
    bell.click()
    expect(page.get_by_role("heading", name="Pirmdiena, 23. novembris")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Ralfs: 1 jauns vērtējums").click()
    page.wait_for_url(f"**/pargauja/diary/{told.ralfs.id}")
    expect(page.get_by_role("link", name="Paziņojumi: 1 nelasīts paziņojums")).to_be_visible()
    page.goto("/pargauja/notices")
    page.get_by_role("button", name="Atzīmēt visus kā lasītus").click()
    expect(page.get_by_text("0 nelasītu paziņojumu", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Paziņojumi", exact=True)).to_be_visible()


@pytest.mark.both_views
def test_what_one_wants_to_hear_of_is_chosen_by_keyboard(told: SmallClass, page_of: PageOf) -> None:
    page = page_of(told.sandra)
    page.goto("/pargauja/notices/settings")
    assert_accessible(page)
    page.get_by_role("radio", name="Jauni vērtējumi: dienas kopsavilkumā").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Jauni vērtējumi: nesūtīt")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saglabāts.")).to_be_visible()
    expect(page.get_by_role("radio", name="Jauni vērtējumi: nesūtīt")).to_be_checked()


@pytest.mark.both_views
def test_what_was_sent_is_looked_after(school: BuiltSchool, told: SmallClass, page_of: PageOf) -> None:
    page = page_of(school.staff("Vija", "Virsa", "superuser"))
    page.goto("/pargauja/settings/deliveries")
    expect(page.get_by_text("550 Šādas pastkastes nav")).to_be_visible()
    assert_accessible(page)
    page.get_by_text("Ralfs: 1 jauns vērtējums – Fizika", exact=True).click()
    expect(page.get_by_text("http://127.0.0.1:8000/pargauja/notices")).to_be_visible()
    page.get_by_role("button", name="Sūtīt vēlreiz: Eglīte Sandra").click()
    expect(page.get_by_text("1 sūtījums tiks sūtīts vēlreiz.")).to_be_visible()


@pytest.mark.both_views
def test_where_a_contact_is_confirmed(told: SmallClass, page_of: PageOf) -> None:
    page = page_of(told.sandra)
    page.goto("/account/contacts")
    expect(page.get_by_text("sandra@example.lv")).to_be_visible()
    assert_accessible(page)
