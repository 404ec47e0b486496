"""Undo, redo, history of a cell, and what colleagues see."""

from datetime import date
from typing import Any

from sqlalchemy import func, select
from werkzeug.test import TestResponse

from core.foundation.history.models import Change
from core.journals.assessment.models import Assessment, Mark
from core.journals.lessons.models import LessonContent
from core.testing.grids import Register, Writer

# --------------------------------------------------------------------------------------------------- undo and redo


def test_an_act_is_undone_and_done_again_whole(register: Register, writer: Writer) -> None:
    first, second, away = register.mark(0), register.mark(1), register.attendance(2)
    writer.write({first: "9", second: "8", away: "n"})
    undone = writer.undo().get_json()
    shown = {cell["cell"]: cell["shown"] for cell in undone["cells"]}
    assert {first: "", second: "", away: ""}.items() <= shown.items()
    assert undone["left"] == []
    redone = writer.undo(undone["change"], "redo").get_json()
    shown = {cell["cell"]: cell["shown"] for cell in redone["cells"]}
    assert {first: "9", second: "8", away: "n"}.items() <= shown.items()
    assert writer.write({first: "10"})[first]["state"] == "saved"


def test_undo_of_a_retake_shows_the_first_mark(register: Register, writer: Writer) -> None:
    cell = register.mark(0)
    writer.write({cell: "4"})
    writer.write({cell: "7"}, how="retake")
    (told,) = writer.undo().get_json()["cells"]
    assert (told["shown"], "old" in told) == ("4", False)


def test_what_a_colleague_touched_since_is_named_and_left(register: Register, writer: Writer, other: Writer) -> None:
    kept, undone = register.mark(0), register.mark(1)
    writer.write({kept: "9", undone: "8"})
    act = writer.change
    other.versions[kept] = 1
    other.write({kept: "10"}, how="correction")
    answer = writer.undo(act).get_json()
    assert answer["left"] == [{"cell": kept, "name": "Āboliņš Kārlis, 20.11., Vektori"}]
    assert {cell["cell"]: cell["shown"] for cell in answer["cells"]} == {kept: "10", undone: ""}


def test_nobody_undoes_a_colleagues_act(register: Register, writer: Writer, other: Writer) -> None:
    writer.write({register.mark(0): "9"})
    assert other.undo(writer.change).status_code == 404


def test_an_act_elsewhere_is_not_undone_from_here(register: Register, writer: Writer) -> None:
    elsewhere = register.school.journal("Fizika", register.school_class, teacher=register.teacher)
    writer.write({register.mark(0): "9"})
    answer = writer.client.post(f"/pargauja/journals/{elsewhere.id}/undo", json={"change": writer.change})
    assert answer.status_code == 404


def test_what_was_undone_is_not_undone_again(register: Register, writer: Writer) -> None:
    writer.write({register.mark(0): "9"})
    act = writer.change
    writer.undo(act)
    assert writer.undo(act).status_code == 409


def test_an_undone_sheet_does_not_let_an_old_page_overwrite_a_new_one(
    register: Register, writer: Writer, other: Writer
) -> None:
    topic = register.sheet("topic")
    known = writer.write({topic: "Vektori"})[topic]["version"]
    writer.undo()
    assert writer.versions[topic] == 0
    other.write({topic: "Leņķi"})
    writer.versions[topic] = known
    assert writer.write({topic: "Vektori plaknē"})[topic]["state"] == "conflict"
    with register.school.read() as session:
        assert [content.topic for content in session.scalars(select(LessonContent))] == ["Leņķi"]


# ------------------------------------------------------------------------------------------------------ assessments


def add(writer: Writer, **facts: Any) -> TestResponse:
    known: dict[str, Any] = {"kind": "formative", "scheme": "test.ten", "title": "Leņķi"}
    return writer.client.post(f"{writer.address}/assessments", json=known | facts)


def test_an_assessment_is_a_new_column(register: Register, writer: Writer) -> None:
    answer = add(writer, lesson=register.today.id, weight="1,5")
    assert answer.status_code == 201
    column = answer.get_json()["column"]
    with register.school.read() as session:
        added = session.get_one(Assessment, int(column[1:]))
        assert (added.day, added.weight, added.title, added.journal_id) == (
            date(2026, 11, 23),
            150,
            "Leņķi",
            register.journal.id,
        )
    page = writer.client.get(register.address).text
    assert f'data-col="{column}"' in page
    assert "×1,5" in page


def test_an_assessment_of_a_day_without_lesson(register: Register, writer: Writer) -> None:
    assert add(writer, day="2026-11-19").status_code == 201


def test_an_assessment_needs_a_place_and_a_scheme(register: Register, writer: Writer) -> None:
    elsewhere = register.school.journal("Fizika", register.school_class)
    foreign = register.school.lesson(elsewhere, date(2026, 11, 23))
    for facts, place in (
        ({}, "lesson"),
        ({"lesson": foreign.id}, "lesson"),
        ({"day": "2028-01-01"}, "day"),
        ({"lesson": register.today.id, "scheme": "gone"}, "scheme"),
        ({"lesson": register.today.id, "weight": "0"}, "weight"),
        ({"lesson": register.today.id, "kind": "oral"}, "kind"),
    ):
        answer = add(writer, **facts)
        assert answer.status_code == 422, facts
        assert [problem["place"] for problem in answer.get_json()["problems"]] == [place]


def test_a_column_with_marks_is_not_taken_back(register: Register, writer: Writer) -> None:
    column = add(writer, lesson=register.today.id).get_json()["column"]
    with register.school.read() as session:
        act = session.scalar(select(func.max(Change.id)))
    cell = f"{column}-{register.pupils[0].id}"
    writer.write({cell: "9"})
    assert writer.undo(act).status_code == 409
    writer.write({cell: ""})
    answer = writer.undo(act)
    assert (answer.status_code, answer.get_json()["changed_columns"]) == (200, True)
    assert f'data-col="{column}"' not in writer.client.get(register.address).text


# ---------------------------------------------------------------------------------------------- history of a cell


def history(writer: Writer, cell: str) -> list[tuple[str, str, str, str]]:
    answer = writer.client.get(f"{writer.address}/cells/{cell}/history")
    assert answer.status_code == 200, answer.text
    return [(line["who"], line["old"], line["value"], line["note"]) for line in answer.get_json()]


def test_a_cell_tells_who_wrote_what(register: Register, writer: Writer, other: Writer) -> None:
    cell = register.mark(0)
    writer.write({cell: "4"})
    other.versions[cell] = 1
    other.write({cell: "5"}, how="correction")
    other.write({cell: "7"}, how="retake")
    other.undo()
    assert history(writer, cell) == [
        ("Anna Bērziņa", "7", "5", "Atsaukts"),
        ("Anna Bērziņa", "5", "7", "Uzlabots vērtējums"),
        ("Anna Bērziņa", "4", "5", "Labojums"),
        ("Ilze Kalniņa", "", "4", ""),
    ]


def test_history_of_attendance_roll_and_sheet(register: Register, writer: Writer) -> None:
    away, roll = register.attendance(0), f"r{register.today.id}"
    homework = register.sheet("homework")
    writer.write({away: "n", homework: "Nav uzdots"})
    writer.write({away: "k15"})
    writer.write({away: ""})
    values = [(old, value) for _who, old, value, _note in history(writer, away)]
    assert values == [("k15", ""), ("n", "k15"), ("", "n")]
    assert [line[2] for line in history(writer, roll)] == ["Klātbūtne atzīmēta"]
    assert [line[2] for line in history(writer, homework)] == ["Nav uzdots"]


def test_a_cell_of_another_journal_has_no_history_here(register: Register, writer: Writer) -> None:
    elsewhere = register.school.journal("Fizika", register.school_class)
    lesson = register.school.lesson(elsewhere, date(2026, 11, 23))
    address = f"{writer.address}/cells/l{lesson.id}-{register.pupils[0].id}/history"
    assert writer.client.get(address).status_code == 404


# ---------------------------------------------------------------------------------------------- what colleagues see


def since(writer: Writer, revision: int | None) -> TestResponse:
    return writer.client.get(f"{writer.address}/revision?since={revision}")


def test_a_colleagues_value_flows_in(register: Register, writer: Writer, other: Writer) -> None:
    writer.write({register.attendance(1): "n"})
    start = writer.change
    assert since(writer, start).status_code == 204
    other.versions[register.mark(0)] = 0
    other.write({register.mark(0): "9", register.sheet("topic"): "Vektori"})
    answer = since(writer, start).get_json()
    cells = {cell["cell"]: cell for cell in answer["cells"]}
    assert (answer["revision"], answer["changed_columns"]) == (other.change, False)
    assert cells[register.mark(0)]["shown"] == "9"
    assert cells[register.mark(0)]["author"] == "Anna Bērziņa"
    assert "own" not in cells[register.mark(0)]
    assert cells[register.sheet("topic")]["value"] == "Vektori"
    assert answer["averages"] == {str(register.pupils[0].id): "9,00"}
    assert since(writer, other.change).status_code == 204


def test_other_journals_change_nothing_here(register: Register, writer: Writer) -> None:
    elsewhere = register.school.journal("Fizika", register.school_class, teacher=register.teacher)
    lesson = register.school.lesson(elsewhere, date(2026, 11, 23))
    cell = f"l{lesson.id}-{register.pupils[0].id}"
    body = {"batch": "0f0f0f0f-0000-4000-8000-000000000000", "changes": [{"cell": cell, "version": 0, "value": "n"}]}
    assert writer.client.post(f"/pargauja/journals/{elsewhere.id}/cells", json=body).status_code == 200
    assert since(writer, 0).status_code == 204


def test_a_new_column_is_told(register: Register, writer: Writer, other: Writer) -> None:
    writer.write({register.mark(0): "9"})
    add(other, lesson=register.today.id)
    assert since(writer, writer.change).get_json()["changed_columns"] is True


def test_a_sheet_that_was_taken_back_is_told(register: Register, writer: Writer, other: Writer) -> None:
    topic = register.sheet("topic")
    writer.write({topic: "Vektori"})
    start = writer.change
    writer.undo()
    cells = {cell["cell"]: cell for cell in since(other, start).get_json()["cells"]}
    assert (cells[topic]["value"], cells[topic]["version"]) == ("", 0)


def test_what_is_written_is_recorded_by_name(register: Register, writer: Writer) -> None:
    writer.write({register.mark(0): "9"})
    with register.school.read() as session:
        mark = session.scalars(select(Mark)).one()
    columns = {column for column, _old, _new in register.school.history_of(mark)}
    assert columns == {None}
    writer.write({register.mark(0): "10"})
    lines = [line for line in register.school.history_of(mark) if line[0]]
    assert ("text", '"9"', '"10"') in lines
    assert {column for column, _old, _new in lines} == {"text", "number"}
