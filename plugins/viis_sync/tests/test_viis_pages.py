"""The pages of imports in a browser: a file is given, looked at, accepted, taken back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core.people.models import Person
from core.testing.applications import NAMES
from core.testing.browsers import assert_accessible
from core.testing.schools import BuiltSchool
from core.testing.servers import Site
from klade_viis_sync.testing import ViisFile
from klade_viis_sync.testing.files import ANNA

PageOf = Callable[..., Page]

pytestmark = pytest.mark.one_engine("sqlite", reason="the pages are the same on both; the import itself runs on both")


@pytest.fixture
def record_keeper(school: BuiltSchool, site: Site) -> Person:
    return school.staff(*NAMES["record_keeper"], "record_keeper")


def give(page: Page, content: bytes, name: str = "viis.zip") -> None:
    page.goto("/pargauja/imports")
    page.get_by_label("Ievelciet datni").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="Nolasīt un salīdzināt").click()


@pytest.mark.both_views
def test_a_file_is_given_looked_at_accepted_and_taken_back(
    record_keeper: Person, page_of: PageOf, viis_file: ViisFile
) -> None:
    page = page_of(record_keeper)
    give(page, viis_file.zip())
    expect(page.get_by_role("heading", level=1)).to_contain_text("viis.zip")
    assert_accessible(page)
    page.get_by_role("link", name="Vecāki 3").click()
    expect(page.get_by_role("rowheader", name="Ozols Juris – Ozola Cilda")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Pieņemt 15").click()
    expect(page.get_by_text("Pieņemtas 15 atšķirības.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Atsaukt importu").click()
    page.get_by_role("dialog").get_by_role("button", name="Atsaukt importu").click()
    expect(page.get_by_text("Imports ir atsaukts.")).to_be_visible()
    page.goto("/pargauja/imports")
    assert_accessible(page)


def test_the_file_of_a_gymnasium_is_shown_a_page_at_a_time(
    record_keeper: Person, page_of: PageOf, sample: bytes
) -> None:
    page = page_of(record_keeper)
    page.set_default_timeout(60_000)
    give(page, sample, "viis-2026-2027.zip")
    for figure, words in (
        ("1599", "Jaunas personas"),
        ("12", "Vecāki, par kuru piekļuvi jāizlemj"),
        ("55", "Darbinieki"),
    ):
        expect(page.locator(".figures > div").filter(has_text=words)).to_contain_text(figure)
    page.get_by_role("link", name="Vecāki 1089").click()
    expect(page.get_by_text("1–100 no 1089")).to_be_visible()
    page.locator("a[rel=next]").click()
    expect(page.get_by_text("101–200 no 1089")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Lejupielādēt protokolu").click()
    report = Path(download.value.path()).read_text(encoding="utf-8-sig")
    # Besides: a head, a second row of the file for the pupil who moved, the record keeper whom the file does not name.
    assert len(report.splitlines()) == 2437 + 3


@pytest.mark.both_views
def test_questions_and_faults_are_told(
    record_keeper: Person, page_of: PageOf, viis_file: ViisFile, school: BuiltSchool
) -> None:
    school.person("Anna Marija", "Bērziņa", birth_date=ANNA)
    viis_file.row("izglitojamais", 1)["talrunis"] = "nav"
    viis_file.row("piederiba", 2)["no_datums"] = "2027-12-01"
    viis_file.row("parstavis", 2)["sazinas_aizliegums"] = "1"
    page = page_of(record_keeper)
    give(page, viis_file.zip())
    faults = page.get_by_role("table", name="Kļūdas datnē")
    row = faults.get_by_role("row").filter(has_text="piederiba.csv")
    expect(row).to_contain_text("no_datums")
    expect(row).to_contain_text("Diena 01.12.2027. nav 2026/2027. mācību gadā.")
    assert_accessible(page)
    page.get_by_label("Tā pati persona").check()
    page.get_by_role("button", name="Paturēt atbildes").click()
    expect(page.get_by_label("Tā pati persona")).to_be_checked()
    page.get_by_role("button", name="Pieņemt").first.click()
    expect(page.get_by_role("heading", name="Kas no tā iznāca")).to_be_visible()
    assert_accessible(page)


def test_one_row_is_left_out_by_its_box(record_keeper: Person, page_of: PageOf, viis_file: ViisFile) -> None:
    page = page_of(record_keeper)
    give(page, viis_file.zip())
    page.get_by_role("link", name="Skolēni 3").click()
    with page.expect_response("**/choice"):
        page.get_by_label("Pieņemt: Ozola Cilda").uncheck()
    expect(page.get_by_role("button", name="Pieņemt 14 atšķirības")).to_be_visible()
    with page.expect_response("**/choice"):
        page.get_by_label("Darbinieki").uncheck()
    expect(page.get_by_role("button", name="Pieņemt 13 atšķirības")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Pieņemt: Ozola Cilda")).not_to_be_checked()
    expect(page.get_by_label("Darbinieki")).not_to_be_checked()


@pytest.mark.both_views
def test_a_refused_file_says_why(record_keeper: Person, page_of: PageOf, viis_file: ViisFile) -> None:
    page = page_of(record_keeper)
    viis_file.parts["pedagogs.csv"] = viis_file.csv("pedagogs").replace(b"likmes;", b"", 1)
    give(page, viis_file.zip())
    expect(page.get_by_text("Virsrakstā nav kolonnas „likmes”.")).to_be_visible()
    expect(page.get_by_text("pedagogs.csv")).to_be_visible()
    assert_accessible(page)


def test_a_page_left_open_accepts_nothing_twice(sign_in: Any, viis_file: ViisFile, imports: Any) -> None:
    client = sign_in("record_keeper")
    import_id = imports.bring(viis_file.zip())
    assert client.post(f"/pargauja/imports/{import_id}/accept").status_code == 409


def test_a_teacher_sees_no_imports(sign_in: Any, school: BuiltSchool) -> None:
    client = sign_in(school.teacher("Ilze", "Ozola"))
    assert client.get("/pargauja/imports").status_code in (403, 404)


def test_a_form_without_a_file_and_a_wrong_ending_are_told(sign_in: Any) -> None:
    client = sign_in("record_keeper")
    assert client.post("/pargauja/imports", data={}).status_code == 422


def test_health_and_custody_are_not_shown_to_a_superuser(
    sign_in: Any, viis_file: ViisFile, imports: Any, school: BuiltSchool
) -> None:
    viis_file.row("izglitojamais")["spec_vajadziba_kods"] = "56"
    import_id = imports.receive(viis_file.zip())
    path = f"/pargauja/imports/{import_id}?sort=pupils"
    assert "jūsu lomām nav redzams" in sign_in("superuser").get(path).text
    assert "jūsu lomām nav redzams" not in sign_in("record_keeper").get(path).text
