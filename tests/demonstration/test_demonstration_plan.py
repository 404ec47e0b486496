"""The week of the demonstration school: class hours stand in it with the class teacher, and nobody is in two places."""

from collections import Counter

import pytest

from core.demonstration.building import Plan
from core.demonstration.plan import class_teacher


@pytest.mark.parametrize("pupils", [27, 120, 600])
def test_each_class_has_its_hour_with_its_teacher_and_no_clash(pupils: int) -> None:
    plan = Plan.of(pupils)
    assert [hour.school_class for hour in plan.class_hours] == list(range(len(plan.grades)))
    assert all(len(hour.places) == 1 for hour in plan.class_hours)
    assert [hour.teacher for hour in plan.class_hours] == [
        class_teacher(place, plan.teachers) for place in range(len(plan.grades))
    ]
    both = [*plan.teachings, *plan.class_hours]
    for whose in ("school_class", "teacher"):
        taken = Counter((getattr(one, whose), place) for one in both for place in one.places)
        assert max(taken.values()) == 1, whose


def test_the_plan_is_the_same_each_time() -> None:
    assert Plan.of(120).class_hours == Plan.of(120).class_hours
