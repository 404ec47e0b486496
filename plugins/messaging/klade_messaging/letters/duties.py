"""The duty to answer: staff whom a letter asked for an answer, which is not given yet (R6.12)."""

from collections.abc import Iterable
from datetime import time

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation import clock
from core.people.models import Person
from core.values.duties import Duty, DutyQuestion, DutyRule
from klade_messaging.addressing.people import works_here
from klade_messaging.letters.mailbox import is_answered_by
from klade_messaging.letters.models import Letter, LetterRecipient
from klade_messaging.letters.writing import Hat
from klade_messaging.settings import SECTION

_DAY_ENDS = time(23, 59)


def _unanswered(session: Session, question: DutyQuestion) -> Iterable[Duty]:
    """One for each letter and recipient. What the letter is about stays theirs: leaders see everybody's duties."""
    today = clock.local(question.moment).date()
    statement = (
        select(
            Letter.thread_id,
            Letter.answer_due,
            Person.id,
            Person.family_name + " " + Person.given_name,
        )
        .join(LetterRecipient, LetterRecipient.letter_id == Letter.id)
        .join(Person, Person.id == LetterRecipient.person_id)
        .where(
            Letter.answer_due.is_not(None),
            LetterRecipient.hat == Hat.STAFF,
            ~is_answered_by(LetterRecipient.person_id, LetterRecipient.hat),
            works_here(today),
        )
        .order_by(Letter.answer_due, Letter.id)
    )
    if question.person_id is not None:
        statement = statement.where(LetterRecipient.person_id == question.person_id)
    for thread_id, day, person_id, person in session.execute(statement):
        if day is None:
            continue
        due = clock.at_local(day, _DAY_ENDS)
        yield Duty(
            rule=ANSWER.key,
            title=_l("Answer a letter"),
            person_id=person_id,
            person=person,
            due=due,
            state="late" if question.moment > due else "open",
            endpoint="messaging.thread",
            values={"thread_id": thread_id},
        )


ANSWER = DutyRule(key="messaging.answer", title=_l("Answers to letters"), section=SECTION.key, find=_unanswered)
