"""The list of pupils: filters, order, the file of exactly what is seen, a fixed number of statements."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page

from core.foundation.delimited import delimited
from core.people.models import Enrolment, EnrolmentStatus, Person
from core.testing.browsers import assert_accessible
from core.testing.schools import FIRST_DAY, BuiltSchool
from core.testing.statements import Statements

SignIn = Callable[[Person | str], FlaskClient]
PageOf = Callable[..., Page]

LIST, EXPORT = "/pargauja/pupils", "/pargauja/pupils/export"


@pytest.fixture
def pupils(school: BuiltSchool) -> dict[str, Any]:
    """Two classes; one of the pupils has left, one is abroad, one comes later."""
    a, b = school.school_class("10.a"), school.school_class("10.b")
    born = date(2010, 5, 1)
    abroad = school.person("Čārlijs", "Bērziņš", birth_date=born, sex="m")
    enrolment = school.add(Enrolment(pupil_id=abroad.id, from_date=FIRST_DAY))
    school.add(EnrolmentStatus(enrolment_id=enrolment.id, status="abroad", from_date=FIRST_DAY))
    return {
        "a": a,
        "b": b,
        "zane": school.pupil("Zane", "Āboliņa", a, birth_date=born),
        "anna": school.pupil("Anna", "Bērziņa", a, birth_date=born),
        "kārlis": school.pupil("Kārlis", "Čakste", b, birth_date=born),
        "left": school.pupil("Roberts", "Dūre", b, until_date=date(2026, 10, 30), sex="m"),
        "later": school.pupil("Elza", "Egle", from_date=date(2027, 1, 4)),
        "abroad": abroad,
    }


def rows(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"), newline=""), delimiter=";"))


def names(answer: Any) -> list[str]:
    return [row[0] for row in rows(answer)[1:]]


def test_the_file_holds_the_rows_of_the_page_in_the_order_of_the_alphabet(
    sign_in: SignIn, pupils: dict[str, Any]
) -> None:
    client = sign_in("record_keeper")
    answer = client.post(EXPORT, data={"status": "present"})
    assert rows(answer) == [
        ["Skolēns", "Klase", "Dzimšanas datums", "Statuss"],
        ["Āboliņa Zane", "10.a", "01.05.2010.", "mācās"],
        ["Bērziņa Anna", "10.a", "01.05.2010.", "mācās"],
        ["Bērziņš Čārlijs", "", "01.05.2010.", "mācās ārvalstīs"],
        ["Čakste Kārlis", "10.b", "01.05.2010.", "mācās"],
    ]
    assert unquote(answer.headers["Content-Disposition"]).endswith("''skolēni-2026-11-23.csv")
    assert answer.get_data().startswith(b"\xef\xbb\xbf")
    page = client.get(LIST).text
    places = [page.index(name) for name in names(answer)]
    assert places == sorted(places)
    assert "4 skolēni" in page


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"status": "left"}, ["Dūre Roberts"]),
        (
            {"status": "all"},
            ["Āboliņa Zane", "Bērziņa Anna", "Bērziņš Čārlijs", "Čakste Kārlis", "Dūre Roberts", "Egle Elza"],
        ),
        ({"class": "b", "status": "all"}, ["Čakste Kārlis", "Dūre Roberts"]),
        ({"class": "a"}, ["Āboliņa Zane", "Bērziņa Anna"]),
        ({"class": "nonsense", "status": "?"}, ["Āboliņa Zane", "Bērziņa Anna", "Bērziņš Čārlijs", "Čakste Kārlis"]),
        ({"column-0": "berzin"}, ["Bērziņa Anna", "Bērziņš Čārlijs"]),
        ({"column-1": "10.a", "column-0": "BĒRZ"}, ["Bērziņa Anna"]),
        ({"column-3": "ārvalst"}, ["Bērziņš Čārlijs"]),
    ],
)
def test_the_list_is_narrowed(
    sign_in: SignIn, pupils: dict[str, Any], chosen: dict[str, str], expected: list[str]
) -> None:
    client = sign_in("record_keeper")
    known = {**chosen, "class": pupils[chosen["class"]].id} if chosen.get("class") in ("a", "b") else chosen
    assert names(client.post(EXPORT, data=known)) == expected
    if not any(name.startswith("column") for name in chosen):
        page = client.get(LIST, query_string=known).text
        assert [name for name in expected if name not in page] == []
        assert page.count('<th scope="row">') == len(expected)


def test_a_former_and_a_coming_pupil_say_so(sign_in: SignIn, pupils: dict[str, Any]) -> None:
    said = {row[0]: row[3] for row in rows(sign_in("record_keeper").post(EXPORT, data={"status": "all"}))}
    assert said["Dūre Roberts"] == "atskaitīts 30.10.2026."
    assert said["Egle Elza"] == "skolēns no 04.01.2027."


def test_a_teacher_gets_only_own_pupils_in_the_file(
    school: BuiltSchool, sign_in: SignIn, pupils: dict[str, Any]
) -> None:
    ilze = school.teacher("Ilze", "Ozola")
    school.journal("Matemātika", pupils["b"], teacher=ilze)
    client = sign_in(ilze)
    assert names(client.post(EXPORT, data={"status": "all"})) == ["Čakste Kārlis"]
    assert names(client.post(EXPORT, data={"class": pupils["a"].id})) == []
    page = client.get(LIST).text
    assert ">10.b</option>" in page
    assert ">10.a</option>" not in page


def test_a_guardian_sees_the_children_by_themselves(
    school: BuiltSchool, sign_in: SignIn, pupils: dict[str, Any]
) -> None:
    page = sign_in(school.guardian("Inga", "Bērziņa", pupils["anna"])).get(LIST).text
    assert "Mani bērni" in page
    assert "Bērziņa Anna" in page
    assert "Čakste" not in page
    assert "data-column" not in page


def test_a_spreadsheet_runs_no_name(school: BuiltSchool, sign_in: SignIn) -> None:
    school.pupil("Anna", "=HYPERLINK(1)")
    assert names(sign_in("record_keeper").post(EXPORT)) == ["'=HYPERLINK(1) Anna"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_every_sign_that_begins_a_formula_is_defused(sign: str) -> None:
    text = delimited([[f"{sign}1+1", "a;b", 'c"d', None, 7]]).decode("utf-8-sig")
    [cells] = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    assert cells == [f"'{sign}1+1", "a;b", 'c"d', "", "7"]


def test_the_list_asks_a_fixed_number_of_statements(
    school: BuiltSchool, sign_in: SignIn, statements: Statements
) -> None:
    client = sign_in("record_keeper")
    counts = []
    for name, size in (("10.a", 2), ("10.b", 25)):
        school_class = school.school_class(name)
        for number in range(size):
            school.pupil("Anna", f"Bērziņa {number}", school_class)
        client.get(LIST)
        with statements() as seen:
            assert client.get(LIST).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


# ----------------------------------------------------------------------------------------------------- in a browser


@pytest.mark.one_engine("sqlite", reason="what the browser does is the same on either")
@pytest.mark.both_views
def test_the_pages_about_people_are_accessible(school: BuiltSchool, page_of: PageOf, pupils: dict[str, Any]) -> None:
    school.guardianship(school.person("Juris", "Kalns"), pupils["anna"], access="undecided", has_custody=False)
    keeper = school.staff("Līga", "Liepa", "record_keeper", "superuser")
    page = page_of(keeper)
    file = f"people/{pupils['anna'].id}/file"
    for path in (
        "pupils",
        "staff",
        f"staff/{keeper.id}",
        file,
        f"{file}/edit",
        f"{file}/history",
        "guardians/decisions",
        "guardians/1/decision",
        "classes",
        f"classes/{pupils['a'].id}",
    ):
        answer = page.goto(f"/pargauja/{path}")
        assert answer is not None
        assert answer.status == 200, path
        assert_accessible(page)


@pytest.mark.one_engine("sqlite", reason="what the browser does is the same on either")
def test_what_narrows_the_page_narrows_the_file(school: BuiltSchool, page_of: PageOf, pupils: dict[str, Any]) -> None:
    page = page_of(school.staff("Līga", "Liepa", "record_keeper"))
    page.goto(LIST)
    page.get_by_label("Skolēns").fill("bērz")
    assert page.locator("#pupils tbody tr:visible").count() == 2
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Lejupielādēt šo sarakstu").click()
    content = waiting.value.path().read_bytes().decode("utf-8-sig")
    listed = [row[0] for row in csv.reader(io.StringIO(content, newline=""), delimiter=";")]
    assert listed == ["Skolēns", "Bērziņa Anna", "Bērziņš Čārlijs"]
    # A name never comes to stand in an address.
    assert "rz" not in page.url.partition("/pargauja/")[2]
