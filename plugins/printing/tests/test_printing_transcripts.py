"""A class's transcripts on paper: searchable, in the right font, archivable, page by page."""

import json
import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select

from core.documents.models import IssuedBundle, IssuedDocument
from core.people.models import Person
from core.testing.schools import BuiltSchool
from klade_printing.press import typeset
from klade_printing.sources import provided, sample

SignIn = Callable[[Person | str], FlaskClient]
LETTERS = "āčēģīķļņōŗšūž ĀČĒĢĪĶĻŅŌŖŠŪŽ"


@pytest.fixture
def ilze(school: BuiltSchool) -> Person:
    return school.teacher("Ilze", "Kalniņa")


def text_of(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def issue(school: BuiltSchool, client: FlaskClient, class_id: int) -> tuple[list[bytes], bytes]:
    """Each pupil's file, and the one of the class."""
    assert client.post(f"/pargauja/documents/transcripts/{class_id}/issue").status_code == 303
    with school.read() as session:
        ids = session.scalars(select(IssuedDocument.id).order_by(IssuedDocument.id)).all()
        bundle = session.scalars(select(IssuedBundle.id)).one()
    singles = [client.get(f"/pargauja/documents/issued/{one}/file").data for one in ids]
    return singles, client.get(f"/pargauja/documents/bundles/{bundle}/file").data


@pytest.mark.plugins("grading", "printing")
def test_a_class_is_one_file_and_each_pupil_one(school: BuiltSchool, sign_in: SignIn, ilze: Person) -> None:
    school_class = school.school_class("10.a", ilze)
    anna = school.pupil("Ģirts", "Ķēniņš-Žagariņš", school_class)
    school.pupil("Žanete", "Ūdre", school_class)
    maths = school.journal("Matemātika", school_class, teacher=ilze, usual_scheme="grading.ten")
    work = school.assessment(maths, date(2026, 11, 5), "grading.ten")
    school.mark(work, anna, "4")
    school.mark(work, anna, "7", attempt=2, day=date(2026, 11, 19))
    school.mark(school.assessment(maths, date(2026, 11, 20), "grading.ten"), anna, "nv")
    singles, together = issue(school, sign_in(ilze), school_class.id)
    first, second = text_of(together)
    assert [text_of(single) for single in singles] == [[first], [second]]
    for words in (
        *("Sekmju izraksts (novembris)", "Ģirts Ķēniņš-Žagariņš", "10.a", "01.11.–23.11.2026.", "Numurs"),
        *("4 05.11. → 7 19.11.", "nv 20.11.", "7,00", "nav vērtējuma", "Ilze Kalniņa", "1. lpp. no 1"),
    ):
        assert words in first
    assert "Žanete Ūdre" in second
    assert "Ķēniņš" not in second


def test_without_grading_the_facts_stand_without_averages(school: BuiltSchool, sign_in: SignIn, ilze: Person) -> None:
    school_class = school.school_class("10.a", ilze)
    anna = school.pupil("Anna", "Bērziņa", school_class)
    maths = school.journal("Matemātika", school_class, teacher=ilze)
    school.mark(school.assessment(maths, date(2026, 11, 5), "grading.ten"), anna, "8")
    (single,), _together = issue(school, sign_in(ilze), school_class.id)
    (page,) = text_of(single)
    assert "8 05.11." in page
    assert "Vidējais" not in page


def example(name: str, **changes: object) -> bytes:
    data = json.loads(sample((), name) or "")
    files = provided(())
    printed = typeset(files, name, [json.dumps(data | changes)])
    assert printed.warnings == []
    return printed.files[0]


@pytest.mark.parametrize("name", ["transcript.typ", "class_list.typ"])
def test_the_only_fonts_are_embedded_and_are_klades_own(app: Flask, name: str) -> None:
    with app.app_context():
        pdf = example(name)
    fonts = {}
    pages: Any = PdfReader(BytesIO(pdf)).pages
    for page in pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font["/DescendantFonts"][0].get_object()
            fonts[str(font["/BaseFont"]).partition("+")[2]] = set(inner["/FontDescriptor"])
    assert {name.partition("-")[0] for name in fonts} == {"LibertinusSerif"}
    assert all("/FontFile3" in descriptor for descriptor in fonts.values())


def test_latvian_letters_come_out_as_they_went_in(app: Flask) -> None:
    with app.app_context():
        school = {"name": LETTERS, "registration_number": None, "address": None, "phone": None, "email": None}
        pdf = example("class_list.typ", school=school)
    assert LETTERS in text_of(pdf)[0]


def test_the_file_says_that_it_is_archivable_and_accessible(app: Flask) -> None:
    with app.app_context():
        pdf = example("transcript.typ")
    reader = PdfReader(BytesIO(pdf))
    root: Any = reader.trailer["/Root"]
    said = re.sub(rb"\s", b"", root["/Metadata"].get_object().get_data())
    assert b"<pdfaid:part>2</pdfaid:part>" in said
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in said
    assert b"<pdfuaid:part>1</pdfuaid:part>" in said
    assert root["/Lang"] == "lv"
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Sekmju izraksts (novembris), Ģirts Ķēniņš-Žagariņš"


def test_pages_are_counted_for_each_pupil_anew(app: Flask) -> None:
    data = json.loads(sample((), "transcript.typ") or "")
    (short,) = data["sheets"]
    work = next(subject["works"][0] for subject in short["subjects"] if subject["works"])
    long = short | {"name": "Garā Gaida", "subjects": [one | {"works": [work] * 60} for one in short["subjects"]]}
    with app.app_context():
        pages = text_of(example("transcript.typ", sheets=[short, long, short]))
    assert [re.search(r"(\d+)\. lpp\. no (\d+)", page).groups() for page in pages] == [  # type: ignore[union-attr]  # it is there
        *(("1", "1"), ("1", "2"), ("2", "2"), ("1", "1"))
    ]
    assert ["Garā Gaida" in page for page in pages] == [False, True, True, False]


def test_the_class_list_is_printed_for_whom_may_see_the_class(
    school: BuiltSchool, sign_in: SignIn, ilze: Person
) -> None:
    school_class, other = school.school_class("10.a", ilze), school.school_class("7.c")
    school.pupil("Anna", "Bērziņa", school_class)
    school.pupil("Reinis", "Projām", school_class, until_date=date(2026, 10, 1))
    client = sign_in(ilze)
    answer = client.get(f"/pargauja/documents/classes/{school_class.id}/class_list")
    (page,) = text_of(answer.data)
    assert (answer.mimetype, "10.a klases skolēni" in page, "1. Bērziņa Anna" in page) == (
        "application/pdf",
        True,
        True,
    )
    assert "Projām" not in page
    assert client.get(f"/pargauja/documents/classes/{other.id}/class_list").status_code == 404
    assert client.get(f"/pargauja/documents/classes/{school_class.id}/transcript").status_code == 404


def test_templates_travel_with_the_package() -> None:
    folder = Path(__file__).parents[1] / "klade_printing" / "documents"
    assert set(provided(())) == {file.name for file in folder.glob("*.typ")}
