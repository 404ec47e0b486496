"""Saving what was written in the grid."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any, TypeVar
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from core.foundation import clock
from core.foundation.database.state import SchoolState
from core.foundation.history.models import Change
from core.journals.assessment.models import Mark, SavedBatch
from core.journals.attendance.models import Absence
from core.journals.grid.saving.batch import forget_batches
from core.journals.lessons.models import LessonContent, RollCall
from core.people.models import Person
from core.testing.grids import Register, Writer

Row = TypeVar("Row", Absence, LessonContent, Mark, RollCall, SavedBatch)


def rows(register: Register, model: type[Row]) -> list[Row]:
    with register.school.read() as session:
        return list(session.scalars(select(model).order_by(model.id)))


# ------------------------------------------------------------------------------------------------------ attendance


def test_an_absence_is_saved_and_takes_the_roll(register: Register, writer: Writer) -> None:
    cell = register.attendance(0)
    result = writer.write({cell: "N "})[cell]
    assert result == {"cell": cell, "state": "saved", "version": 1, "value": "n", "shown": "n", "look": "n"}
    (absence,) = rows(register, Absence)
    assert (absence.kind, absence.minutes, absence.voided) == ("absent", None, None)
    (roll,) = rows(register, RollCall)
    assert (roll.lesson_id, roll.taken_by_id) == (register.today.id, register.teacher.id)
    lesson = register.school.again(register.today)
    assert (lesson.state, lesson.taught_by_id) == ("held", register.teacher.id)


def test_a_late_arrival_with_minutes(register: Register, writer: Writer) -> None:
    cell = register.attendance(1)
    assert writer.write({cell: "k 15"})[cell]["value"] == "k15"
    assert writer.write({cell: "k"})[cell]["version"] == 2
    (absence,) = rows(register, Absence)
    assert (absence.kind, absence.minutes) == ("late", None)


def test_clearing_keeps_row_and_version(register: Register, writer: Writer) -> None:
    cell = register.attendance(0)
    writer.write({cell: "n"})
    cleared = writer.write({cell: "-"})[cell]
    assert (cleared["value"], cleared["version"]) == ("", 2)
    assert writer.write({cell: "n"})[cell]["version"] == 3
    assert len(rows(register, Absence)) == 1


def test_a_justifying_code_is_recorded_as_open_and_says_so(register: Register, writer: Writer) -> None:
    cell = register.attendance(0)
    result = writer.write({cell: "ns"})[cell]
    assert result["value"] == "n"
    assert "klases audzinātājs" in result["notice"]


def test_a_lesson_to_come_takes_no_absence(register: Register, writer: Writer) -> None:
    cell = register.attendance(0, register.wednesday)
    assert "vēl nav notikusi" in writer.write({cell: "n"})[cell]["reason"]
    assert rows(register, Absence) == []


def test_a_number_in_a_lesson_column_is_refused_with_the_offer_of_a_column(register: Register, writer: Writer) -> None:
    cell = register.attendance(0)
    result = writer.write({cell: "7"})[cell]
    assert result["state"] == "refused"
    assert result["offer"] == {"value": "7"}


def test_roll_call_of_those_present(register: Register, writer: Writer) -> None:
    writer.write({register.attendance(0): "n"})
    cell = f"r{register.today.id}"
    assert writer.write({cell: "all"})[cell]["shown"] == "2 klāt, 1 kavē"
    assert len(rows(register, RollCall)) == 1


def test_nobody_absent_and_not_recorded_differ(register: Register, writer: Writer) -> None:
    assert rows(register, RollCall) == []
    cell = f"r{register.friday.id}"
    assert writer.write({cell: "all"})[cell]["shown"] == "3 klāt"
    assert [roll.lesson_id for roll in rows(register, RollCall)] == [register.friday.id]


# ----------------------------------------------------------------------------------------------------------- marks


def test_a_mark_keeps_what_its_scheme_said(register: Register, writer: Writer) -> None:
    cell = register.mark(0)
    result = writer.write({cell: " 3"})[cell]
    assert (result["shown"], result["look"], result["own"]) == ("3", "low sum", True)
    (mark,) = rows(register, Mark)
    assert (mark.text, mark.scheme_key, mark.scheme_revision) == ("3", "test.ten", 1)
    assert (mark.number, mark.counts, mark.passed) == (300, True, False)
    assert mark.written_by_id == register.teacher.id


def test_no_mark_is_no_mark(register: Register, writer: Writer) -> None:
    cell = register.mark(0)
    assert writer.write({cell: "NV"})[cell]["look"] == "none sum"
    (mark,) = rows(register, Mark)
    assert (mark.text, mark.number, mark.counts) == ("nv", None, False)


def test_a_refused_mark_leaves_the_former_one(register: Register, writer: Writer) -> None:
    cell = register.mark(0)
    writer.write({cell: "8"})
    result = writer.write({cell: "11"})[cell]
    assert result["reason"] == "Vērtējums 11 nav 10 ballu skalā. Iepriekšējais vērtējums 8 saglabāts."
    assert result["kept"] == {"value": "8", "version": 1}
    assert [mark.text for mark in rows(register, Mark)] == ["8"]


def test_each_cell_stands_alone(register: Register, writer: Writer) -> None:
    good, bad, foreign = register.mark(0), register.mark(1), f"a{register.work.id}-999"
    results = writer.write({bad: "11", foreign: "5", good: "9", "l999-1": "n", register.sheet("topic"): "Vektori"})
    assert {cell: result["state"] for cell, result in results.items()} == {
        bad: "refused",
        foreign: "refused",
        good: "saved",
        "l999-1": "refused",
        register.sheet("topic"): "saved",
    }


def test_a_slip_of_the_same_day_is_mended_in_silence(register: Register, writer: Writer) -> None:
    cell = register.mark(0)
    writer.write({cell: "8"})
    assert writer.write({cell: "9"})[cell]["version"] == 2
    assert [(mark.text, mark.attempt) for mark in rows(register, Mark)] == [("9", 1)]


def test_an_older_mark_asks_which_it_is(register: Register, writer: Writer, school_day: date) -> None:
    cell = register.mark(0)
    writer.write({cell: "4"})
    with clock.at(school_day + timedelta(days=1)):
        later = writer.on_another_day()
        asked = later.write({cell: "7"})[cell]
        assert asked["choose"] == ["correction", "retake"]
        retaken = later.write({cell: "7"}, how="retake")[cell]
    assert (retaken["shown"], retaken["old"]) == ("7", "4")
    assert [(mark.text, mark.attempt) for mark in rows(register, Mark)] == [("4", 1), ("7", 2)]
    assert rows(register, Mark)[1].day == school_day + timedelta(days=1)


def test_a_mark_of_a_colleague_asks_too(register: Register, writer: Writer, other: Writer) -> None:
    cell = register.mark(0)
    writer.write({cell: "4"})
    other.versions[cell] = 1
    assert other.write({cell: "7"})[cell]["state"] == "refused"
    assert other.write({cell: "7"}, how="correction")[cell]["state"] == "saved"
    assert [(mark.text, mark.attempt) for mark in rows(register, Mark)] == [("7", 1)]


def test_a_cleared_retake_shows_the_first_mark_again(register: Register, writer: Writer) -> None:
    cell = register.mark(0)
    writer.write({cell: "4"})
    writer.write({cell: "7"}, how="retake")
    cleared = writer.write({cell: ""})[cell]
    assert (cleared["shown"], "old" in cleared) == ("4", False)
    again = writer.write({cell: "8"}, how="retake")[cell]
    assert (again["shown"], again["old"], again["version"]) == ("8", "4", 4)
    assert len(rows(register, Mark)) == 2


def test_filling_what_was_open_asks_nothing(register: Register, writer: Writer, school_day: date) -> None:
    cell = register.mark(0)
    writer.write({cell: "nv"})
    with clock.at(school_day + timedelta(days=9)):
        assert writer.on_another_day().write({cell: "6"})[cell]["state"] == "saved"


def test_n_in_a_column_of_marks_is_an_absence_of_its_lesson(register: Register, writer: Writer) -> None:
    cell = register.mark(0)
    result = writer.write({cell: "n"})[cell]
    assert (result["shown"], result["look"], result["value"], result["version"]) == ("n", "away", "", 0)
    assert rows(register, Mark) == []
    assert [absence.lesson_id for absence in rows(register, Absence)] == [register.friday.id]
    assert writer.versions[register.attendance(0, register.friday)] == 1


def test_work_done_after_an_absence_is_marked_so(register: Register, writer: Writer) -> None:
    writer.write({register.attendance(0, register.friday): "n"})
    cell = register.mark(0)
    assert writer.write({cell: "8"})[cell]["look"] == "late-work sum"
    assert rows(register, Mark)[0].day == clock.today()


def test_an_assessment_of_no_lesson_takes_no_absence(register: Register, writer: Writer) -> None:
    alone = register.school.assessment(register.journal, date(2026, 11, 19), "test.ten", "Eseja")
    cell = register.mark(0, alone)
    assert writer.write({cell: "n"})[cell]["state"] == "refused"
    assert writer.write({cell: "9"})[cell]["state"] == "saved"


def test_the_average_follows(register: Register, writer: Writer) -> None:
    second = register.school.assessment(register.journal, date(2026, 11, 23), "test.ten", "Leņķi", weight=200)
    formative = register.school.assessment(
        register.journal, date(2026, 11, 23), "test.ten", "Treniņš", kind="formative"
    )
    pupil = str(register.pupils[0].id)

    def average(cells: dict[str, str], how: str | None = None) -> str | None:
        changes = [{"cell": c, "version": writer.versions.get(c, 0), "value": v, "how": how} for c, v in cells.items()]
        answer = writer.answer(changes)
        writer.know(answer["results"])
        averages: dict[str, str] = answer["averages"]
        return averages.get(pupil)

    assert average({register.mark(0): "7"}) == "7,00"
    assert average({register.mark(0, second): "8"}) == "7,67"
    assert average({register.mark(0, formative): "1"}) is None
    assert average({register.mark(0): "9"}, how="retake") == "8,33"
    assert average({register.mark(0, second): "nv"}) == "9,00"
    assert average({register.mark(0, second): "", register.mark(0): ""}) == "7,00"


def test_a_column_whose_scheme_is_gone_takes_nothing(register: Register, writer: Writer) -> None:
    orphan = register.school.assessment(register.journal, date(2026, 11, 19), "gone.scale", "Senais")
    register.school.mark(orphan, register.pupils[0], "B+", number=None)
    cell = register.mark(0, orphan)
    writer.versions[cell] = 1
    assert writer.write({cell: "A"})[cell]["state"] == "refused"
    assert f'id="{cell}" data-v="1"' in writer.client.get(register.address).text


def test_who_is_not_in_the_journal_that_day_gets_nothing(register: Register, writer: Writer) -> None:
    late = register.newcomer(date(2026, 11, 23))
    early, now = f"a{register.work.id}-{late.id}", f"l{register.today.id}-{late.id}"
    results = writer.write({early: "9", now: "n"})
    assert (results[early]["state"], results[now]["state"]) == ("refused", "saved")


# ----------------------------------------------------------------------------------------------------- lesson sheet


def test_the_sheet_of_a_lesson(register: Register, writer: Writer) -> None:
    cells = {
        register.sheet("topic"): "  Vektoru skalārais reizinājums ",
        register.sheet("outcome"): "Aprēķina leņķi",
        register.sheet("homework"): "4.12., 67. lpp.",
        register.sheet("due"): "25.11.",
    }
    results = writer.write(cells)
    assert {result["state"] for result in results.values()} == {"saved"}
    assert len({result["version"] for result in results.values()}) == 1
    (content,) = rows(register, LessonContent)
    assert (content.topic, content.homework, content.homework_none) == (
        "Vektoru skalārais reizinājums",
        "4.12., 67. lpp.",
        False,
    )
    assert content.homework_due == date(2026, 11, 25)


@pytest.mark.parametrize("typed", ["Nav uzdots", "nav  uzdots", "None set"])
def test_none_set_is_said_and_is_not_empty(register: Register, writer: Writer, typed: str) -> None:
    cell = register.sheet("homework")
    assert writer.write({cell: typed})[cell]["value"] == "Nav uzdots"
    (content,) = rows(register, LessonContent)
    assert (content.homework, content.homework_none) == (None, True)


def test_a_wrong_due_date_is_refused_alone(register: Register, writer: Writer) -> None:
    topic, due = register.sheet("topic"), register.sheet("due")
    results = writer.write({topic: "Vektori", due: "31.2."})
    assert (results[topic]["state"], results[due]["state"]) == ("saved", "refused")


def test_two_teachers_in_two_fields_do_not_hinder_each_other(register: Register, writer: Writer, other: Writer) -> None:
    topic, outcome = register.sheet("topic"), register.sheet("outcome")
    version = writer.write({topic: "Vektori"})[topic]["version"]
    other.versions[outcome] = version
    other.write({outcome: "Aprēķina leņķi"})
    assert writer.write({topic: "Vektori plaknē"})[topic]["state"] == "saved"


def test_two_teachers_in_one_field_are_told(register: Register, writer: Writer, other: Writer) -> None:
    topic = register.sheet("topic")
    other.versions[topic] = writer.write({topic: "Vektori"})[topic]["version"]
    other.write({topic: "Leņķi"})
    result = writer.write({topic: "Vektori plaknē"})[topic]
    assert (result["state"], result["value"], result["author"]) == ("conflict", "Leņķi", "Anna Bērziņa")


# ------------------------------------------------------------------------------------------- conflicts and repeats


def test_two_teachers_in_one_cell_are_told_and_lose_nothing(register: Register, writer: Writer, other: Writer) -> None:
    cell = register.mark(0)
    writer.write({cell: "9"})
    result = other.write({cell: "8"})[cell]
    assert result["state"] == "conflict"
    assert (result["value"], result["author"], result["version"]) == ("9", "Ilze Kalniņa", 1)
    assert [mark.text for mark in rows(register, Mark)] == ["9"]
    other.versions[cell] = 1
    assert other.write({cell: "8"}, how="correction")[cell]["state"] == "saved"


def test_the_same_value_of_two_teachers_is_no_conflict(register: Register, writer: Writer, other: Writer) -> None:
    cell = register.attendance(0)
    writer.write({cell: "n"})
    assert other.write({cell: "n"})[cell] == {
        "cell": cell,
        "state": "saved",
        "version": 1,
        "value": "n",
        "shown": "n",
        "look": "n",
    }


def test_a_cleared_cell_conflicts_too(register: Register, writer: Writer, other: Writer) -> None:
    cell = register.mark(0)
    other.versions[cell] = writer.write({cell: "9"})[cell]["version"]
    writer.write({cell: ""})
    assert other.write({cell: "8"}, how="correction")[cell]["state"] == "conflict"


def test_a_repeated_batch_gets_the_same_answer_and_changes_nothing(register: Register, writer: Writer) -> None:
    batch, change = str(uuid4()), {"cell": register.mark(0), "version": 0, "value": "9"}
    first = writer.send([change], batch)
    again = writer.send([change], batch)
    assert again.status_code == 200
    assert again.data == first.data
    assert [mark.version for mark in rows(register, Mark)] == [1]


def test_a_batch_of_another_account_is_not_answered(register: Register, writer: Writer, other: Writer) -> None:
    batch, change = str(uuid4()), {"cell": register.mark(0), "version": 0, "value": "9"}
    writer.send([change], batch)
    assert other.send([change], batch).status_code == 409


def test_answers_are_kept_fourteen_days(register: Register, writer: Writer, school_day: date) -> None:
    writer.write({register.mark(0): "9"})
    for days, kept in ((13, 1), (15, 0)):
        with clock.at(school_day + timedelta(days=days)):
            register.school.write(forget_batches)
        assert len(rows(register, SavedBatch)) == kept


def test_what_somebody_else_wrote_waits_for_them(register: Register, writer: Writer) -> None:
    change = {"cell": register.mark(0), "version": 0, "value": "9"}
    assert writer.send([change], by=register.pupils[0].id).status_code == 401
    assert rows(register, Mark) == []


def test_a_batch_is_one_change_in_history(register: Register, writer: Writer) -> None:
    writer.write({register.mark(0): "9", register.mark(1): "8", register.attendance(2): "n"})
    with register.school.read() as session:
        changes = session.scalars(select(Change).where(Change.kind == "journal.recorded")).all()
    assert [(change.id, change.author) for change in changes] == [(writer.change, "Ilze Kalniņa")]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"batch": "x", "changes": [{"cell": "r1", "version": 0, "value": "all"}]},
        {"batch": str(uuid4()), "changes": []},
        {"batch": str(uuid4()), "changes": [{"cell": "r1", "version": -1, "value": "all"}]},
        {"batch": str(uuid4()), "changes": [{"cell": "zzz", "version": 0, "value": "all"}]},
        {"batch": str(uuid4()), "changes": [{"cell": "r1", "version": 0, "value": "a" * 5000}]},
        {"batch": str(uuid4()), "changes": [{"cell": 5, "version": 0, "value": "all"}]},
    ],
)
def test_a_batch_that_cannot_be_read_is_invalid(writer: Writer, body: dict[str, Any]) -> None:
    answer = writer.client.post(f"{writer.address}/cells", json=body)
    assert answer.status_code == 422
    assert answer.get_json()["message"]


def test_the_plain_form_saves_what_differs(register: Register, writer: Writer) -> None:
    mark, topic = register.mark(0), register.sheet("topic", register.friday)
    form = {
        "column": f"a{register.work.id}",
        f"was:{mark}": "0:",
        mark: "9",
        f"was:{register.mark(1)}": "0:",
        register.mark(1): "",
        f"was:{topic}": "0:",
        topic: "Vektori",
        f"r{register.friday.id}": "all",
    }
    answer = writer.client.post(f"{writer.address}/cells", data=form, follow_redirects=True)
    assert "Saglabāts" in answer.text
    assert [mark.text for mark in rows(register, Mark)] == ["9"]
    assert [content.topic for content in rows(register, LessonContent)] == ["Vektori"]
    assert len(rows(register, RollCall)) == 1


def test_the_plain_form_names_what_was_refused(register: Register, writer: Writer) -> None:
    mark = register.mark(0)
    answer = writer.client.post(
        f"{writer.address}/cells", data={f"was:{mark}": "0:", mark: "11"}, follow_redirects=True
    )
    assert "Āboliņš Kārlis: Vērtējums 11 nav 10 ballu skalā." in answer.text


def test_a_school_that_is_read_only_says_that_nothing_was_saved(register: Register, writer: Writer) -> None:
    register.school.write(lambda session: setattr(session.get_one(SchoolState, 1), "status", "read-only"))
    answer = writer.send([{"cell": register.mark(0), "version": 0, "value": "9"}])
    assert answer.status_code == 503
    assert answer.get_json()["message"]


# -------------------------------------------------------------------------------------------------- all at one time


def at_once(count: int, act: Callable[[int], TestResponse]) -> list[TestResponse]:
    """Answers to requests that start together."""
    moment, start = clock.now(), Barrier(count)

    def one(number: int) -> TestResponse:
        clock.set_to(moment)
        start.wait()
        return act(number)

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))


def test_of_several_who_write_in_one_cell_one_is_first(
    register: Register, sign_in: Callable[[Person], FlaskClient]
) -> None:
    writers = [Writer(sign_in(register.teacher), register.address, lambda: sign_in(register.teacher)) for _ in range(4)]
    cell = register.mark(0)
    answers = at_once(4, lambda n: writers[n].send([{"cell": cell, "version": 0, "value": str(5 + n)}]))
    results = [answer.get_json()["results"][0] for answer in answers]
    assert sorted(result["state"] for result in results) == ["conflict"] * 3 + ["saved"]
    (mark,) = rows(register, Mark)
    assert {result["value"] for result in results} == {mark.text}


def test_a_batch_that_comes_several_times_at_once_is_saved_once(
    register: Register, sign_in: Callable[[Person], FlaskClient]
) -> None:
    writers = [Writer(sign_in(register.teacher), register.address, lambda: sign_in(register.teacher)) for _ in range(4)]
    batch, change = str(uuid4()), {"cell": register.mark(0), "version": 0, "value": "9"}
    answers = at_once(4, lambda n: writers[n].send([change], batch))
    assert [answer.status_code for answer in answers] == [200] * 4
    assert len({answer.data for answer in answers}) == 1
    assert [mark.version for mark in rows(register, Mark)] == [1]


def test_several_write_beside_each_other(register: Register, sign_in: Callable[[Person], FlaskClient]) -> None:
    writers = [Writer(sign_in(register.teacher), register.address, lambda: sign_in(register.teacher)) for _ in range(3)]
    answers = at_once(3, lambda n: writers[n].send([{"cell": register.mark(n), "version": 0, "value": str(7 + n)}]))
    assert [answer.get_json()["results"][0]["state"] for answer in answers] == ["saved"] * 3
    changes = sorted(answer.get_json()["change"] for answer in answers)
    assert len(set(changes)) == 3
    page = writers[0].client.get(f"{register.address}/revision?since={changes[-1]}")
    assert page.status_code == 204
