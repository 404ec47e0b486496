"""Report cards on paper: a page a pupil, searchable, with retakes settled into one mark, holes, nv, missed lessons."""

import json
import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select

from core.documents.models import IssuedBundle
from core.foundation import clock
from core.journals.results.models import PeriodMark
from core.people.models import Person
from core.testing.schools import BuiltSchool
from klade_printing.press import Limits, typeset
from klade_printing.sources import provided, sample

SignIn = Callable[[Person | str], FlaskClient]


def text_of(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def example(**changes: object) -> bytes:
    data = json.loads(sample((), "report_card.typ") or "")
    sheets = (data | changes)["sheets"]
    printed = typeset(provided(()), "report_card.typ", [json.dumps(data | changes)], Limits.of(len(sheets)))
    assert printed.warnings == []
    return printed.files[0]


def a_sheet(**changes: object) -> dict[str, Any]:
    (sheet,) = json.loads(sample((), "report_card.typ") or "")["sheets"]
    found: dict[str, Any] = sheet | changes
    return found


def test_the_card_says_all_that_a_card_says(app: Flask) -> None:
    with app.app_context():
        (page,) = text_of(example())
    for words in (
        *("LIECĪBA", "2026./2027. mācību gads", "Ģirts Ķēniņš-Žagariņš", "10.a", "1-10/12", "31.05.2027."),
        *("1. semestris 2. semestris Gads", "Ķīmija 5 6 6", "Fizika 6 nv —", "Sociālās zinības 9 9"),
        *("kopā attaisnotas neattaisnotas nokavējumi", "1. semestris 24 22 2 1", "Gads 35 33 2 4"),
        *("— vērtējuma vēl nav.", "8 – ļoti labi", "Direktora rīkojums Nr.", "1. lpp. no 1"),
        *("Klases audzinātājs Ilze Kalniņa", "Direktors Dainis Dreimanis", "Vecāka paraksts"),
    ):
        assert words in page


def test_a_semester_has_no_order_and_one_column(app: Flask) -> None:
    subjects = [subject | {"marks": subject["marks"][:1]} for subject in a_sheet()["subjects"]]
    sheet = a_sheet(has_order=False, periods=[{"key": "s1", "title": "1. semestris"}], subjects=subjects)
    with app.app_context():
        (page,) = text_of(example(sheets=[sheet]))
    assert "2026./2027. mācību gads, 1. semestris" in page
    assert "rīkojums" not in page


@pytest.mark.parametrize("count", [1, 15, 24])
def test_however_many_subjects_a_card_is_one_page(app: Flask, count: int) -> None:
    subjects = [a_sheet()["subjects"][0] | {"title": f"Priekšmets {number}"} for number in range(count)]
    with app.app_context():
        assert len(text_of(example(sheets=[a_sheet(subjects=subjects)]))) == 1


def test_the_pages_of_a_school_are_counted_pupil_by_pupil(app: Flask) -> None:
    long = a_sheet(name="Garā Gaida", subjects=[a_sheet()["subjects"][0]] * 60)
    with app.app_context():
        pages = text_of(example(sheets=[a_sheet(name="Pirmā Anna"), long, a_sheet(name="Trešā Zane")]))
    counted = [re.search(r"Liecība · (\w+ \w+) (\d)\. lpp\. no (\d)", page) for page in pages]
    assert [one and one.groups() for one in counted] == [
        *(("Pirmā Anna", "1", "1"), ("Garā Gaida", "1", "2"), ("Garā Gaida", "2", "2"), ("Trešā Zane", "1", "1"))
    ]


def test_a_card_is_archivable_accessible_and_in_klades_own_font(app: Flask) -> None:
    with app.app_context():
        reader = PdfReader(BytesIO(example()))
    root: Any = reader.trailer["/Root"]
    said = re.sub(rb"\s", b"", root["/Metadata"].get_object().get_data())
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in said
    assert b"<pdfuaid:part>1</pdfuaid:part>" in said
    page: Any = reader.pages[0]
    fonts = [font["/BaseFont"].partition("+")[2] for font in page["/Resources"]["/Font"].values()]
    assert {font.partition("-")[0] for font in fonts} == {"LibertinusSerif"}


@pytest.mark.plugins("grading", "printing")
def test_what_is_issued_is_what_was_confirmed(school: BuiltSchool, sign_in: SignIn) -> None:
    ilze = school.teacher("Ilze", "Kalniņa")
    school_class = school.school_class("10.a", ilze)
    anna = school.pupil("Ģirts", "Ķēniņš-Žagariņš", school_class)
    school.pupil("Žanete", "Ūdre", school_class)
    maths = school.journal("Matemātika", school_class, teacher=ilze, usual_scheme="grading.ten")
    work = school.assessment(maths, date(2026, 11, 5), "grading.ten")
    school.mark(work, anna, "4")
    school.mark(work, anna, "7", attempt=2)
    place = {"school_year_id": school.year.id, "subject_id": maths.subject_id, "kind_key": "s1"}
    said = {"text": "7", "scheme_key": "grading.ten", "scheme_revision": 1, "number": 700, "counts": True}
    school.add(PeriodMark(pupil_id=anna.id, written_by="Ilze Kalniņa", written_at=clock.now(), **place, **said))
    client = sign_in(ilze)
    client.post(f"/pargauja/documents/report-cards/{school_class.id}/issue", data={"period": "s1"})
    with school.read() as session:
        bundle = session.scalars(select(IssuedBundle)).one()
    first, second = text_of(client.get(f"/pargauja/documents/bundles/{bundle.id}/file").data)
    for words in ("Ģirts Ķēniņš-Žagariņš", "Matemātika 7", "7 – labi", "Numurs", "1. lpp. no 1"):
        assert words in first
    assert "Matemātika —" in second
    assert "vērtējuma vēl nav" in second


def test_the_schools_own_template_prints_cards_too(school: BuiltSchool, sign_in: SignIn) -> None:
    client = sign_in("superuser")
    own = provided(())["report_card.typ"].replace("upper[Liecība]", "upper[Sasniegumu lapa]")
    upload = {"name": "report_card.typ", "file": (BytesIO(own.encode()), "own.typ")}
    assert client.post("/pargauja/printing/templates", data=upload).status_code == 303
    assert "SASNIEGUMU LAPA" in text_of(client.get("/pargauja/printing/templates/versions/1/preview").data)[0]
