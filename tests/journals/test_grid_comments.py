"""Comments on marks: saved as cells of their own, on the mark's version."""

from collections.abc import Callable
from datetime import date

from flask.testing import FlaskClient
from sqlalchemy import select

from core.journals.assessment.models import Mark
from core.people.models import Person
from core.testing.grids import Register, Writer


def comment(register: Register, pupil: int) -> str:
    return "c" + register.mark(pupil)[1:]


def marks(register: Register) -> list[tuple[str, str | None]]:
    with register.school.read() as session:
        return [(mark.text, mark.comment) for mark in session.scalars(select(Mark).order_by(Mark.id))]


def write(writer: Writer, register: Register, pupil: int, text: str) -> dict[str, object]:
    """Over the version of the mark that the page knows."""
    cell, mark = comment(register, pupil), register.mark(pupil)
    writer.versions[cell] = writer.versions.get(mark, 0)
    return writer.write({cell: text})[cell]


def test_a_comment_stands_on_its_mark(register: Register, writer: Writer) -> None:
    writer.write({register.mark(0): "7"})
    result = write(writer, register, 0, " Labots 2. uzdevums ")
    assert (result["state"], result["value"], result["version"]) == ("saved", "Labots 2. uzdevums", 2)
    assert marks(register) == [("7", "Labots 2. uzdevums")]
    page = writer.client.get(register.address).text
    assert 'data-c="Labots 2. uzdevums"' in page
    assert writer.write({register.mark(0): "8"})[register.mark(0)]["comment"] == "Labots 2. uzdevums"


def test_a_comment_needs_a_mark(register: Register, writer: Writer) -> None:
    assert "Vispirms ierakstiet vērtējumu" in str(write(writer, register, 0, "Slims")["reason"])
    writer.write({register.mark(0): "nv"})
    assert write(writer, register, 0, "Kārtos 27.11.")["state"] == "saved"


def test_a_comment_that_is_too_long_is_refused(register: Register, writer: Writer) -> None:
    writer.write({register.mark(0): "7"})
    assert "500" in str(write(writer, register, 0, "x" * 501)["reason"])
    assert marks(register) == [("7", None)]


def test_mark_and_comment_go_in_one_batch(register: Register, writer: Writer) -> None:
    cells = {comment(register, 0): "Ļoti rūpīgi", register.mark(0): "10"}
    results = writer.write(cells)
    assert {result["state"] for result in results.values()} == {"saved"}
    assert marks(register) == [("10", "Ļoti rūpīgi")]


def test_the_version_on_which_both_are_written_again_is_no_conflict(register: Register, writer: Writer) -> None:
    writer.write({register.mark(0): "7"})
    write(writer, register, 0, "Viens")
    writer.versions[comment(register, 0)] = writer.versions[register.mark(0)]
    results = writer.write({register.mark(0): "8", comment(register, 0): "Divi"})
    assert {result["state"] for result in results.values()} == {"saved"}
    assert marks(register) == [("8", "Divi")]


def test_a_colleagues_comment_is_not_overwritten(register: Register, writer: Writer, other: Writer) -> None:
    writer.write({register.mark(0): "7"})
    other.versions = dict(writer.versions)
    write(other, register, 0, "Annas komentārs")
    result = write(writer, register, 0, "Ilzes komentārs")
    assert (result["state"], result["value"], result["author"]) == ("conflict", "Annas komentārs", "Anna Bērziņa")
    assert marks(register) == [("7", "Annas komentārs")]


def test_a_colleagues_mark_does_not_stand_in_a_comments_way(register: Register, writer: Writer, other: Writer) -> None:
    writer.write({register.mark(0): "7"})
    other.versions = dict(writer.versions)
    other.write({register.mark(0): "8"}, how="correction")
    assert write(writer, register, 0, "Komentārs")["state"] == "saved"
    assert marks(register) == [("8", "Komentārs")]


def test_a_comment_is_undone_and_stands_in_the_history(register: Register, writer: Writer) -> None:
    writer.write({register.mark(0): "7"})
    write(writer, register, 0, "Komentārs")
    lines = writer.client.get(f"{register.address}/cells/{register.mark(0)}/history").get_json()
    assert [(line["value"], line["note"]) for line in lines] == [("7", "Komentārs: Komentārs"), ("7", "")]
    (cell,) = writer.undo().get_json()["cells"]
    assert (cell["value"], cell.get("comment")) == ("7", None)
    assert marks(register) == [("7", None)]


def test_a_comment_flows_to_colleagues_and_to_the_family(
    register: Register, writer: Writer, other: Writer, sign_in: Callable[[Person | str], FlaskClient]
) -> None:
    writer.write({register.mark(0): "7"})
    since = writer.change
    write(writer, register, 0, "Labots 2. uzdevums")
    told = other.client.get(f"{register.address}/revision?since={since}").get_json()
    assert [(one["cell"], one["comment"]) for one in told["cells"]] == [(register.mark(0), "Labots 2. uzdevums")]
    pupil = register.pupils[0]
    guardian = register.school.guardian("Inga", "Āboliņa", pupil)
    page = sign_in(guardian).get(f"/pargauja/diary/{pupil.id}?week={date(2026, 11, 16).isoformat()}").text
    assert "Labots 2. uzdevums" in page


def test_a_comment_is_text(register: Register, writer: Writer) -> None:
    writer.write({register.mark(0): "7"})
    write(writer, register, 0, '"><script>alert(1)</script>')
    assert "<script>alert" not in writer.client.get(register.address).text
