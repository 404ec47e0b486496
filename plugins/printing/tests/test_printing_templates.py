"""The school's own templates: tried before they are kept, used when somebody says so, and the way back."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import FilePayload, Page
from pypdf import PdfReader

from core.people.models import Person
from core.testing.browsers import assert_accessible
from core.testing.schools import BuiltSchool
from klade_printing.sources import provided

SignIn = Callable[[Person | str], FlaskClient]
PATH = "/pargauja/printing/templates"
ENGLISH = {"Accept-Language": "en"}


def upload(client: FlaskClient, name: str, text: str | bytes) -> tuple[int, str]:
    content = text.encode() if isinstance(text, str) else text
    data = {"name": name, "file": (BytesIO(content), "veidne.typ")}
    answer = client.post(PATH, data=data, headers=ENGLISH, follow_redirects=True)
    return answer.status_code, answer.text


def words(pdf: bytes) -> str:
    return " ".join(PdfReader(BytesIO(pdf)).pages[0].extract_text().split())


def own_transcript() -> str:
    return provided(())["transcript.typ"].replace("Skolēns", "Audzēknis")


def issued(school: BuiltSchool, client: FlaskClient, pupil: Person) -> str:
    client.post(f"/pargauja/documents/transcripts/pupils/{pupil.id}/issue")
    page = client.get("/pargauja/documents/issued").text
    (newest, *_rest) = re.findall(r'href="([^"]+/issued/\d+/file)"', page)
    return words(client.get(newest).data)


def test_an_own_template_is_used_when_said_so_and_klades_comes_back(school: BuiltSchool, sign_in: SignIn) -> None:
    client = sign_in("superuser")
    pupil = school.pupil("Anna", "Bērziņa", school.school_class("10.a"))
    status, page = upload(client, "transcript.typ", own_transcript())
    assert (status, "Version 1 of transcript.typ was uploaded. It is not used yet." in page) == (200, True)
    assert "Skolēns" in issued(school, client, pupil)
    assert "Audzēknis" in words(client.get(f"{PATH}/versions/1/preview").data)
    assert "Skolēns" in words(client.get(f"{PATH}/transcript.typ/preview").data)
    assert client.post(f"{PATH}/versions/1/use").status_code == 303
    assert "Audzēknis" in issued(school, client, pupil)
    assert client.post(f"{PATH}/transcript.typ/own").status_code == 303
    assert "Skolēns" in issued(school, client, pupil)


def test_the_layout_alone_may_be_the_schools(school: BuiltSchool, sign_in: SignIn) -> None:
    client = sign_in("superuser")
    upload(client, "layout.typ", provided(())["layout.typ"].replace("tālr. ", "Zvaniet: "))
    client.post(f"{PATH}/versions/1/use")
    assert "Zvaniet: 64000000" in words(client.get(f"{PATH}/versions/1/preview").data)


def test_versions_are_kept_and_one_is_used(school: BuiltSchool, sign_in: SignIn) -> None:
    client = sign_in("superuser")
    for _number in range(2):
        upload(client, "transcript.typ", own_transcript())
    client.post(f"{PATH}/versions/1/use")
    client.post(f"{PATH}/versions/2/use")
    page = client.get(PATH, headers=ENGLISH).text
    rows = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in page.split("<tr>")]
    assert [row.partition(" in use")[0] for row in rows if " in use" in row] == [
        *("class_list.typ Klade's own", "layout.typ Klade's own", "report_card.typ Klade's own"),
        "transcript.typ Version 2",
    ]
    assert client.get(f"{PATH}/versions/1/text").text == own_transcript()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("#nav", "unknown variable: nav"),
        ('#import "layout.typ": *\n#nosaukums', "unknown variable: nosaukums"),
        (
            '#set document(title: "A")\n#set text(font: "Comic Sans MS", lang: "lv")\nA',
            "The font comic sans ms is not here",
        ),
        ("Nav virsraksta", "title"),
        (b"\xff\xfe", "UTF-8"),
        ("", "empty"),
        ("/" * 200_001, "200 kB"),
    ],
)
def test_a_template_that_does_not_work_is_not_kept(sign_in: SignIn, text: str | bytes, reason: str) -> None:
    client = sign_in("superuser")
    status, page = upload(client, "transcript.typ", text)
    assert (status, reason in page) == (422, True)
    assert "Version 1" not in client.get(PATH, headers=ENGLISH).text


def test_only_known_names_can_be_replaced(sign_in: SignIn) -> None:
    client = sign_in("superuser")
    assert upload(client, "../press.py", own_transcript())[0] == 422
    assert client.get(f"{PATH}/nav.typ/preview").status_code == 404
    assert client.get(f"{PATH}/versions/9/preview").status_code == 404


def test_templates_are_the_superusers(sign_in: SignIn) -> None:
    assert sign_in("deputy").get(PATH).status_code == 403


@pytest.mark.both_views
def test_the_page_of_templates_can_be_looked_at(school: BuiltSchool, page_of: Callable[..., Page]) -> None:
    page = page_of(school.staff("Velta", "Vītola", "superuser"))
    page.goto(PATH)
    own = FilePayload(name="own.typ", mimeType="text/plain", buffer=own_transcript().encode())
    page.get_by_label("Aizstāj veidni").select_option("transcript.typ")
    page.get_by_label("Typst veidne").set_input_files(own)
    page.get_by_role("button", name="Augšupielādēt").click()
    page.get_by_role("button", name="Lietot transcript.typ 1. versiju").click()
    page.get_by_text("Dokumentus tagad drukā pēc transcript.typ 1. versijas.").wait_for()
    assert_accessible(page)
