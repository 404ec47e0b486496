"""Columns of points: what is typed, the mark made of it, and what is kept."""

from typing import Any

import pytest
from sqlalchemy import select

from core.journals.assessment.models import Assessment, Mark
from core.testing.grids import Register, TenOfPoints, Writer


@pytest.fixture
def vectors(register: Register, scale_of_points: TenOfPoints) -> Assessment:
    """A work of 20 points on Friday."""
    return register.school.assessment(
        register.journal, register.friday.day, scale_of_points.key, "Vektori", lesson_id=register.friday.id, points=2000
    )


def marks(register: Register) -> list[Mark]:
    with register.school.read() as session:
        return list(session.scalars(select(Mark).order_by(Mark.id)))


def test_points_become_a_mark_and_stay_what_was_typed(register: Register, writer: Writer, vectors: Assessment) -> None:
    cell = register.mark(0, vectors)
    result = writer.write({cell: "17"})[cell]
    assert (result["shown"], result["value"]) == ("8", "17")
    (mark,) = marks(register)
    assert (mark.text, mark.number, mark.points) == ("8", 800, 1700)
    page = writer.client.get(register.address).text
    assert f'<td id="{cell}" data-v="1" class="sum" data-t="17" data-own><b>8</b></td>' in page
    assert 'data-most="20"' in page
    assert "Vektori, lielākais punktu skaits 20" in page


@pytest.mark.parametrize(("text", "points"), [("17,5", 1750), ("17.5 p.", 1750), (" 20 punkti", 2000), ("0", 0)])
def test_points_are_read_as_people_write_them(
    register: Register, writer: Writer, vectors: Assessment, text: str, points: int
) -> None:
    cell = register.mark(0, vectors)
    assert writer.write({cell: text})[cell]["state"] == "saved"
    assert [mark.points for mark in marks(register)] == [points]


def test_more_than_all_points_are_refused(register: Register, writer: Writer, vectors: Assessment) -> None:
    cell = register.mark(0, vectors)
    writer.write({cell: "18"})
    result = writer.write({cell: "20,5"})[cell]
    assert result["reason"].startswith("Lielākais punktu skaits šajā darbā ir 20; ierakstīts 20,5.")
    assert (result["kept"]["value"], marks(register)[0].points) == ("18", 1800)


def test_what_is_no_number_is_read_by_the_scale(register: Register, writer: Writer, vectors: Assessment) -> None:
    cell = register.mark(0, vectors)
    assert writer.write({cell: "nv"})[cell]["look"] == "none sum"
    assert "nav punktu skaits" in writer.write({cell: "daudz"})[cell]["reason"]
    writer.write({cell: "11"})
    assert [(mark.text, mark.points) for mark in marks(register)] == [("5", 1100)]


def test_other_points_of_the_same_mark_are_another_value(
    register: Register, writer: Writer, vectors: Assessment
) -> None:
    cell = register.mark(0, vectors)
    writer.write({cell: "16"})
    assert writer.write({cell: "17"})[cell]["version"] == 2
    history = writer.client.get(f"{register.address}/cells/{cell}/history").get_json()
    assert [(line["old"], line["value"]) for line in history] == [("8 (16 p.)", "8 (17 p.)"), ("", "8 (16 p.)")]
    writer.undo()
    assert marks(register)[0].points == 1600


def test_a_number_in_a_column_without_points_is_a_mark(register: Register, writer: Writer) -> None:
    cell = register.mark(0)
    writer.write({cell: "7"})
    assert [(mark.text, mark.points) for mark in marks(register)] == [("7", None)]


def add(writer: Writer, register: Register, **form: str) -> Any:
    form = {"lesson": str(register.today.id), "kind": "summative", "scheme": TenOfPoints.key, "title": ""} | form
    return writer.client.post(f"{register.address}/assessments", json=form)


def test_an_assessment_is_added_with_points_or_without(register: Register, writer: Writer, vectors: Assessment) -> None:
    assert add(writer, register, points="").status_code == 201
    assert add(writer, register, points="17,5").status_code == 201
    with register.school.read() as session:
        assert list(session.scalars(select(Assessment.points).order_by(Assessment.id)))[-2:] == [None, 1750]


def test_points_need_a_scale_that_makes_marks_of_them(register: Register, writer: Writer, vectors: Assessment) -> None:
    answer = add(writer, register, points="20", scheme=register.work.scheme_key)
    assert answer.status_code == 422
    assert answer.get_json()["problems"][0]["place"] == "points"
    assert add(writer, register, points="daudz").status_code == 422
