"""Takes the pictures of the documents: `python tools/pictures.py [NAME…]`.

Builds a demonstration school in a temporary folder, in which the clock stands still on Monday, 23 November 2026, serves
it, opens pages in Chromium as the people of the guides, and writes `docs/pictures/*.png`.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import WSGIRequestHandler, make_server

from core.accounts.models import PersonAccount
from core.accounts.web_sessions.interface import COOKIE
from core.app import create_app
from core.classes.models import ClassMembership, ClassTeacher, SchoolClass
from core.demonstration.building import build
from core.foundation import clock
from core.foundation.database import Author, DatabaseConfiguration
from core.foundation.database.directory import school_named
from core.founding import found_school
from core.journals.register.models import Journal, JournalTeacher
from core.people.models import Guardianship, Person, RoleHeld
from core.testing.applications import SignInDesk
from core.testing.chromium import ready_chromium
from core.testing.schools import BuiltSchool
from tools.palette import small_png

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
REGISTER_FILE = ROOT / "plugins/viis_sync/tests/data/viis-2026-2027.zip"
DAY = date(2026, 11, 23)
NOON, EVENING = clock.at_local(DAY, time(12, 10)), clock.at_local(DAY, time(17, 30))
JOURNAL = "Matemātika I 10.a"


@dataclass
class Studio:
    """The demonstration school behind an address, a browser, and the people whose pages are taken."""

    app: Flask
    url: str
    browser: Browser
    moment: datetime
    _desks: dict[str, SignInDesk] = field(default_factory=dict)

    def school(self, slug: str = "demo") -> BuiltSchool:
        return self._desk(slug).school

    def _desk(self, slug: str) -> SignInDesk:
        if slug not in self._desks:
            database = self.app.extensions["klade"].database
            with database.directory() as session:
                ref = school_named(session, slug)
            self._desks[slug] = SignInDesk(self.app, BuiltSchool(database, ref))
        return self._desks[slug]

    def find(self, ask: Callable[[Session], Any], slug: str = "demo") -> Any:
        with self.school(slug).read() as session:
            return ask(session)

    def page_of(self, person: Person, slug: str = "demo", width: int = 1180, height: int = 720) -> Page:
        """A page of a browser that is signed in as the person; addresses begin in the school."""
        context: BrowserContext = self.browser.new_context(
            base_url=f"{self.url}/{slug}/",
            viewport={"width": width, "height": height},
            device_scale_factor=2,
            locale="lv-LV",
            timezone_id="Europe/Riga",
            reduced_motion="reduce",
            color_scheme="light",
        )
        context.clock.set_fixed_time(self.moment)
        cookie = self._desk(slug).open(person).cookie
        context.add_cookies([{"name": COOKIE, "value": cookie, "url": self.url}])
        return context.new_page()

    def lend_account(self, person: Person, slug: str, lender: Person) -> None:
        """The person of another school signs in with the account that somebody of the demonstration school has."""
        account = self._desk("demo").account_of(lender)
        self.school(slug).add(PersonAccount(person_id=person.id, account=account, from_date=DAY))
        self._desk(slug)._accounts[person.id] = account

    def with_role(self, role: str) -> Person:
        statement = select(Person).join(RoleHeld, RoleHeld.person_id == Person.id).where(RoleHeld.role_key == role)
        found = self.find(lambda session: session.scalars(statement.order_by(Person.id)).first())
        assert isinstance(found, Person)
        return found

    def keep(self, name: str, page: Page, **options: Any) -> None:
        """Write what the page shows."""
        page.wait_for_load_state("networkidle")
        blank = self.browser.new_context().new_page()
        png = small_png(blank, page.screenshot(caret="hide", **options))
        (FOLDER / f"{name}.png").write_bytes(png)
        sys.stdout.write(f"{name}.png: {len(png) / 1000:.0f} kB\n")
        blank.context.close()
        page.context.close()


@contextmanager
def studio(moment: datetime) -> Iterator[Studio]:
    class Quiet(WSGIRequestHandler):
        """Logs nothing."""

        def log(self, type: str, message: str, *args: Any) -> None:
            """Nothing."""

    with tempfile.TemporaryDirectory() as folder, clock.at(moment):
        app = create_app(DatabaseConfiguration(Path(folder)))
        build(app.extensions["klade"], "demo", 750, lambda _: None)

        def on_the_clock(environ: dict[str, Any], start_response: Any) -> Any:
            clock.set_to(moment)
            return app(environ, start_response)

        http = make_server("127.0.0.1", 0, on_the_clock, threaded=True, request_handler=Quiet)
        threading.Thread(target=http.serve_forever, daemon=True).start()
        sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=ready_chromium(), args=sandbox)
            yield Studio(app, f"http://127.0.0.1:{http.server_port}", browser, moment)
            browser.close()
        http.shutdown()
        http.server_close()
        app.extensions["klade"].database.close()


# --------------------------------------------------------------------------------------------------------- pictures


def _journal(place: Studio) -> tuple[int, Person]:
    """The journal of the pictures, and who teaches it."""
    statement = (
        select(Journal.id, Person)
        .join(JournalTeacher, JournalTeacher.journal_id == Journal.id)
        .join(Person, Person.id == JournalTeacher.person_id)
        .where(Journal.title == JOURNAL)
    )
    journal, person = place.find(lambda session: session.execute(statement).one())
    return int(journal), person


def _grid(place: Studio, width: int = 1280, height: int = 900) -> Page:
    journal, teacher = _journal(place)
    page = place.page_of(teacher, width=width, height=height)
    page.goto(f"journals/{journal}")
    page.locator("#grid td:focus").wait_for()
    return page


def journal(place: Studio) -> None:
    """A roll being taken by keyboard."""
    page = _grid(place)
    for keys in ("ArrowDown", "n", "Enter", "ArrowDown", "k", "1", "5", "Enter"):
        page.keyboard.press(keys)
    page.wait_for_timeout(1500)
    place.keep("journal", page)


def refused(place: Studio) -> None:
    """A mark that its scale does not have."""
    page = _grid(place, 1180, 640)
    page.keyboard.press("Control+ArrowLeft")
    while "sum" not in (page.locator("#grid td:focus").get_attribute("class") or ""):
        page.keyboard.press("Control+ArrowLeft")
    while page.locator("#grid td:focus").inner_text():
        page.keyboard.press("ArrowDown")
    page.keyboard.type("11")
    page.keyboard.press("Enter")
    page.wait_for_timeout(1500)
    page.keyboard.press("ArrowUp")
    page.wait_for_timeout(500)
    place.keep("refused", page)


def today(place: Studio) -> None:
    """The first screen of a teacher."""
    _, teacher = _journal(place)
    page = place.page_of(teacher, height=560)
    page.goto("")
    place.keep("today", page)


def _class_teacher(place: Studio) -> Person:
    statement = (
        select(Person)
        .join(ClassTeacher, ClassTeacher.person_id == Person.id)
        .join(SchoolClass, SchoolClass.id == ClassTeacher.school_class_id)
        .where(SchoolClass.grade == 10, SchoolClass.letter == "a")
    )
    found = place.find(lambda session: session.scalars(statement).one())
    assert isinstance(found, Person)
    return found


def my_class(place: Studio) -> None:
    """The first screen of a class teacher."""
    page = place.page_of(_class_teacher(place))
    page.goto("")
    page.get_by_role("link", name="Mana klase 10.a").click()
    place.keep("my-class", page)


def school_today(place: Studio) -> None:
    """The first screen of a deputy."""
    page = place.page_of(place.with_role("deputy"))
    page.goto("")
    place.keep("school-today", page)


def everybody(place: Studio) -> None:
    """What everybody owes."""
    page = place.page_of(place.with_role("deputy"), height=620)
    page.goto("todo")
    page.get_by_role("link", name="Visu darāmais").click()
    place.keep("todo", page)


def year_start(place: Studio) -> None:
    """The first screen of a superuser."""
    page = place.page_of(place.with_role("superuser"), height=600)
    page.goto("")
    place.keep("year-start", page)


def preview(place: Studio) -> None:
    """What a file of the state register would change."""
    program = place.app.extensions["klade"]
    found_school(program.database, program.plugins, "pargauja", "Pārgaujas ģimnāzija", Author(None, "klade pictures"))
    superuser = place.school("pargauja").staff("Sandra", "Siliņa", "superuser", post="Direktora vietnieks")
    place.lend_account(superuser, "pargauja", place.with_role("superuser"))
    page = place.page_of(superuser, "pargauja", height=820)
    page.goto("imports")
    page.locator("input[type=file]").set_input_files(REGISTER_FILE)
    page.get_by_role("button", name="Nolasīt un salīdzināt").click()
    place.keep("import", page)


def decisions(place: Studio) -> None:
    """Guardians about whom the record keeper decides."""
    page = place.page_of(place.with_role("record_keeper"), height=620)
    page.goto("guardians/decisions")
    place.keep("decisions", page)


def timetable(place: Studio) -> None:
    """The week of a class."""
    page = place.page_of(place.with_role("secretary"), height=760)
    page.goto("timetable")
    place.keep("timetable", page)


def _guardian(place: Studio) -> Person:
    """A guardian of the class."""
    statement = (
        select(Guardianship.guardian_id)
        .join(ClassMembership, ClassMembership.pupil_id == Guardianship.pupil_id)
        .join(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .where(Guardianship.access == "granted", SchoolClass.grade == 10, SchoolClass.letter == "a")
        .order_by(Guardianship.id)
    )
    found = place.find(lambda session: session.get_one(Person, session.scalars(statement).first()))
    assert isinstance(found, Person)
    return found


def family(place: Studio) -> None:
    """The first screen of a guardian."""
    page = place.page_of(_guardian(place), height=620)
    page.goto("")
    place.keep("family", page)


def diary(place: Studio) -> None:
    """A week as the family sees it."""
    page = place.page_of(_guardian(place), height=820)
    page.goto("diary")
    place.keep("diary", page)


def absences(place: Studio) -> None:
    """What a guardian announced, and the week of the class."""
    page = place.page_of(_guardian(place))
    page.goto("my-absences")
    page.get_by_role("link", name="Pieteikt kavējumu").click()
    page.get_by_text("Rīt").click()
    page.locator(".announce__choice:has(input[name=reason])").first.click()
    page.get_by_role("button", name="Pieteikt").click()
    page.context.close()
    page = place.page_of(_class_teacher(place), height=900)
    page.goto("absences")
    place.keep("absences", page)


PICTURES = {
    NOON: (journal, refused, today, my_class, year_start, preview, decisions, timetable, family, diary, absences),
    EVENING: (school_today, everybody),
}


def main() -> None:
    wanted = set(sys.argv[1:])
    FOLDER.mkdir(parents=True, exist_ok=True)
    for moment, pictures in PICTURES.items():
        chosen = [picture for picture in pictures if not wanted or picture.__name__ in wanted]
        if chosen:
            with studio(moment) as place:
                for picture in chosen:
                    picture(place)


if __name__ == "__main__":
    main()
