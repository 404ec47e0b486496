"""Setting a school up: lesson times, subjects, journals, the timetable, roles, invitations, its rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.testing.steps import menu
from core.testing.steps.accounts import CODE

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


def open_setting(page: Page, title: str) -> None:
    """A place of the settings page."""
    menu.choose(page, "Iestatījumi")
    page.get_by_role("main").get_by_role("link", name=title, exact=True).click()
    page.get_by_role("heading", name=title, level=1).wait_for()


def rows(page: Page, table: str) -> list[str]:
    """The rows of a table, cells parted by |."""
    return [
        " | ".join(cell.strip() for cell in row.locator("th, td").all_inner_texts())
        for row in page.get_by_role("table", name=table).locator("tbody tr").all()
    ]


def set_lesson_time(page: Page, number: int, starts: str, ends: str) -> None:
    """On the usual lesson times."""
    open_setting(page, "Stundu laiki")
    page.get_by_role("link", name="Parastie stundu laiki").click()
    page.get_by_label(f"{number}. stunda sākas", exact=True).fill(starts)
    page.get_by_label(f"{number}. stunda beidzas", exact=True).fill(ends)
    save(page)


def add_subject(page: Page, title: str, short: str, scale: str) -> None:
    open_setting(page, "Mācību priekšmeti")
    page.get_by_role("link", name="Pievienot mācību priekšmetu").first.click()
    page.get_by_label("Nosaukums", exact=True).fill(title)
    page.get_by_label("Īsais nosaukums").fill(short)
    page.get_by_label("Parastā vērtēšanas skala").select_option(label=scale)
    save(page)


def make_journal(page: Page, subject: str, school_class: str) -> None:
    """The page proposes the title."""
    menu.choose(page, "Žurnāli")
    page.get_by_role("link", name="Izveidot žurnālu").first.click()
    page.get_by_label("Mācību priekšmets").select_option(label=subject)
    page.get_by_label(school_class, exact=True).check()
    page.get_by_role("button", name="Izveidot žurnālu").click()
    page.get_by_text(f"Žurnāls „{subject} {school_class}” izveidots.").wait_for()


def give_journal_to(page: Page, teacher: str, role: str) -> None:
    """On the page about a journal; whoever sets it up types a part of the name."""
    adding = page.locator("#teachers")
    adding.locator("summary", has_text="Pievienot skolotāju").click()
    adding.get_by_label("Skolotājs", exact=True).fill(teacher)
    adding.get_by_label("Kā", exact=True).select_option(label=role)
    adding.get_by_role("button", name="Pievienot skolotāju").click()
    page.get_by_text("Skolotājs pievienots.").wait_for()


def put_into_timetable(page: Page, weekday: str, number: int, room: str) -> None:
    """From the page about a journal, and back to it."""
    about = page.url
    page.get_by_role("link", name="Pievienot stundu").first.click()
    page.get_by_label("Nedēļas diena").select_option(label=weekday)
    page.get_by_label("Stunda", exact=True).select_option(label=f"{number}.")
    page.get_by_label("Telpa").select_option(label=room)
    page.get_by_role("button", name="Ielikt stundu sarakstā").click()
    page.get_by_text("Stunda ir sarakstā.").wait_for()
    page.goto(about)


def give_role(page: Page, listed_name: str, role: str) -> None:
    menu.choose(page, "Darbinieki")
    page.get_by_role("link", name=listed_name, exact=True).click()
    page.get_by_label("Loma", exact=True).select_option(label=role)
    page.get_by_role("button", name="Piešķirt lomu").click()
    page.get_by_text("Loma piešķirta.").wait_for()


def invite(page: Page, listed_name: str) -> str:
    """A code for a member of staff, as the slip on the page shows it."""
    menu.choose(page, "Darbinieki")
    page.get_by_role("link", name=f"Uzaicināt {listed_name}", exact=True).click()
    page.get_by_role("button", name="Izveidot jaunu kodu").click()
    slip = page.locator(".slip", has_text=listed_name).inner_text()
    found = CODE.search(slip)
    assert found, slip
    return found.group()


def set_due_hour(page: Page, hour: str) -> None:
    """Until when lessons are to be filled in."""
    menu.choose(page, "Iestatījumi")
    page.get_by_role("main").get_by_role("link", name="Noteikumi un termiņi", exact=True).click()
    page.get_by_role("main").get_by_role("link", name="Žurnāli", exact=True).click()
    page.get_by_label("Stundas jāaizpilda līdz").fill(hour)
    save(page)


def save(page: Page) -> Locator:
    """Press the form's button; what the page says then."""
    page.get_by_role("button", name="Saglabāt", exact=True).click()
    said = page.locator("#flashes .notice--done")
    said.wait_for()
    return said
