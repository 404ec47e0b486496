"""Lockers: handed out on their page, and seen by those whom it concerns."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from klade_lockers.models import Locker

pytestmark = pytest.mark.plugins("lockers")

PAGE = "/pargauja/lockers/"


def test_the_secretary_hands_a_locker_out_and_takes_it_back(school: Any, sign_in: Callable[..., FlaskClient]) -> None:
    elza = school.pupil("Elza", "Čakste", school.school_class("10.a"))
    secretary = sign_in("secretary")

    secretary.post(PAGE, data={"number": "17", "pupil": elza.id})
    page = secretary.get(PAGE).text
    assert "Čakste Elza" in page
    assert "Izsniegts 17. skapītis." in page

    with school.read() as session:
        locker = session.query(Locker).one()
    assert school.history_of(locker)[0][0] is None  # a new row: one line of history, the whole row

    secretary.post(f"{PAGE}{locker.id}/back")
    assert "Neviens skapītis vēl nav izsniegts." in secretary.get(PAGE).text


@pytest.mark.parametrize(
    ("number", "reason"), [("301", "Skolā ir skapīši no 1 līdz 300."), ("17", "17. skapītis ir aizņemts.")]
)
def test_a_locker_that_cannot_be_had_is_refused_with_the_reason(
    school: Any, sign_in: Callable[..., FlaskClient], number: str, reason: str
) -> None:
    elza, ralfs = school.pupil("Elza", "Čakste"), school.pupil("Ralfs", "Ozols")
    school.add(Locker(number=17, pupil_id=ralfs.id))
    answer = sign_in("secretary").post(PAGE, data={"number": number, "pupil": elza.id})
    assert answer.status_code == 422
    assert reason in answer.text


def test_a_pupil_sees_the_own_locker_only(school: Any, sign_in: Callable[..., FlaskClient]) -> None:
    elza, ralfs = school.pupil("Elza", "Čakste"), school.pupil("Ralfs", "Ozols")
    school.add(Locker(number=16, pupil_id=elza.id))
    school.add(Locker(number=17, pupil_id=ralfs.id))
    page = sign_in(elza).get(PAGE).text
    assert "Čakste Elza" in page
    assert "Ozols Ralfs" not in page


def test_a_teacher_has_no_such_page(school: Any, sign_in: Callable[..., FlaskClient]) -> None:
    assert sign_in(school.teacher("Anna", "Bērziņa")).get(PAGE).status_code in {403, 404}
