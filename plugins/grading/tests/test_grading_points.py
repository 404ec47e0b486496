"""Marks made of points by the school's table."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from core.people.models import Person
from core.testing.schools import BuiltSchool
from core.values.marks import PointsScheme
from klade_grading.points import POINTS
from klade_grading.scales import LEVELS, PASS_FAIL, PERCENT, TEN

SignIn = Callable[[Person | str], FlaskClient]
TABLE = {f"from_{mark}": per_cent for mark, per_cent in zip(range(2, 11), range(15, 100, 10), strict=False)}


@pytest.mark.parametrize(
    ("points", "most", "mark"),
    [(0, 20, "1"), (2, 20, "1"), (17, 20, "8"), (19, 20, "10"), (20, 20, "10"), (33, 100, "4"), (32, 100, "3")],
)
def test_the_usual_table(points: int, most: int, mark: str) -> None:
    assert TEN.of_points(points * 100, most * 100, POINTS.defaults).text == mark


def test_a_bound_is_reached_exactly_or_not() -> None:
    """27 of 35 is 77.14 per cent, 26.9 of 35 is 76.86."""
    assert TEN.of_points(2700, 3500, POINTS.defaults).text == "8"
    assert TEN.of_points(2690, 3500, POINTS.defaults).text == "7"


@given(most=st.integers(1, 10_000), data=st.data())
def test_more_points_are_never_a_lower_mark(most: int, data: st.DataObject) -> None:
    fewer, more = sorted((data.draw(st.integers(0, most)), data.draw(st.integers(0, most))))
    marks = [TEN.of_points(points, most, POINTS.defaults).number for points in (fewer, more)]
    assert marks[0] is not None
    assert marks[1] is not None
    assert marks[0] <= marks[1]
    percents = [PERCENT.of_points(points, most, {}).number for points in (fewer, more)]
    assert percents == sorted(percents, key=lambda number: number or 0)


@pytest.mark.parametrize(("points", "most", "text"), [(17, 20, "85"), (1, 3, "33,3"), (2, 3, "66,7"), (0, 7, "0")])
def test_per_cent_to_a_tenth(points: int, most: int, text: str) -> None:
    assert PERCENT.of_points(points * 100, most * 100, {}).text == text


def test_which_scales_make_marks_of_points() -> None:
    assert [isinstance(scale, PointsScheme) for scale in (TEN, PERCENT, LEVELS, PASS_FAIL)] == [
        True,
        True,
        False,
        False,
    ]


def test_the_school_has_its_own_table(school: BuiltSchool, sign_in: SignIn) -> None:
    boss = sign_in("superuser")
    page = boss.get("/pargauja/settings/rules/grading.points", headers={"Accept-Language": "lv"}).text
    assert "10 balles no, procentos" in page
    assert boss.post("/pargauja/settings/rules/grading.points", data=typed(TABLE)).status_code == 303
    teacher = school.teacher("Ilze", "Kalniņa")
    school_class = school.school_class("10.a")
    pupil = school.pupil("Anna", "Bērziņa", school_class)
    journal = school.journal("Matemātika", school_class, teacher=teacher, usual_scheme=TEN.key)
    work = school.assessment(journal, school.year.from_date, TEN.key, "Vektori", points=2000)
    cell = f"a{work.id}-{pupil.id}"
    change = {"cell": cell, "version": 0, "value": "17"}
    batch = {"batch": "6a5ba9c6-6f29-4a1c-a4f4-36e1fdfd2dd5", "changes": [change]}
    answer = sign_in(teacher).post(f"/pargauja/journals/{journal.id}/cells", json=batch).get_json()
    assert [(one["shown"], one["value"]) for one in answer["results"]] == [("9", "17")]


def test_a_table_that_does_not_rise_is_refused(sign_in: SignIn) -> None:
    page = sign_in("superuser").post(
        "/pargauja/settings/rules/grading.points", data=typed(TABLE | {"from_5": 20}), headers={"Accept-Language": "lv"}
    )
    assert page.status_code == 422
    assert "Augstākam vērtējumam vajag vairāk procentu" in page.text


def typed(table: dict[str, int]) -> dict[str, Any]:
    return {name: str(per_cent) for name, per_cent in table.items()}
