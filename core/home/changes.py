"""The secretary's home: where today differs from the timetable."""

from typing import Any

from core.foundation.scope import scope
from core.home.days import asked_day, day_link, near_day
from core.home.lessons import days_beside
from core.home.school import lessons_on


def context() -> dict[str, Any]:
    """What the page shows; a fixed number of statements."""
    asker, session = scope.asker, scope.session
    day = asked_day(asker.day)
    lessons = lessons_on(session, day)
    before, after = days_beside(session, day)
    return {
        "day": day,
        "is_today": day == asker.day,
        "near": near_day(day, asker.day),
        "earlier": day_link(before, asker.day),
        "later": day_link(after, asker.day),
        "count": sum(lesson.state != "cancelled" for lesson in lessons),
        "changes": [lesson for lesson in lessons if lesson.state == "cancelled" or lesson.is_substitution],
        "teacherless": [lesson for lesson in lessons if lesson.teacher is None and lesson.state != "cancelled"],
    }
