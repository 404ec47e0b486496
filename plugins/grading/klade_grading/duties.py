"""The duty to mark: a summative work that has been waiting for its marks for the school's number of days."""

from collections.abc import Iterable
from datetime import time, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.text import day_text
from core.journals.addresses import journal_address
from core.journals.inspection.queries import UnmarkedAssessment, unmarked_assessments
from core.values.duties import Duty, DutyQuestion, DutyRule
from klade_grading.settings import SECTION

_DAY_ENDS = time(23, 59)


def _unmarked(session: Session, question: DutyQuestion) -> Iterable[Duty]:
    today = clock.local(question.moment).date()
    days = timedelta(days=question.settings["unmarked_days"])
    for work in unmarked_assessments(session, today, today - days, question.person_id):
        due = clock.at_local(work.day + days, _DAY_ENDS)
        endpoint, values = journal_address(work.journal_id, work.lesson_id)
        yield Duty(
            rule=UNMARKED.key,
            title=_title(work),
            person_id=work.person_id,
            person=work.person,
            due=due,
            state="late" if question.moment > due else "open",
            endpoint=endpoint,
            values=values,
        )


def _title(work: UnmarkedAssessment) -> Any:
    words = {"journal": work.journal, "work": work.title, "day": day_text(work.day)}
    if not work.title:
        return _l("%(journal)s: marks of the summative work of %(day)s", **words)
    return _l("%(journal)s: marks of “%(work)s”, %(day)s", **words)


UNMARKED = DutyRule(key="grading.unmarked", title=_l("Marks of a summative work"), section=SECTION.key, find=_unmarked)
