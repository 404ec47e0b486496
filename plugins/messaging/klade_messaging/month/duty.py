"""The duty of R5.5: once a month the class teacher sends the transcripts of marks."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from core.classes.models import ClassMembership, ClassTeacher, SchoolClass
from core.foundation import clock
from core.foundation.text import month_name
from core.journals.notes.queries import noted
from core.journals.notes.words import TRANSCRIPTS
from core.journals.register.queries import class_hour_journals
from core.people.models import Person
from core.schools.models import SchoolYear
from core.values.duties import Duty, DutyQuestion, DutyRule
from klade_messaging.month.months import Month, owed_months
from klade_messaging.month.queries import sent_classes
from klade_messaging.month.settings import SECTION


def _transcripts_to_send(session: Session, question: DutyQuestion) -> Iterable[Duty]:
    today = clock.local(question.moment).date()
    for month in owed_months(today, question.settings["days_before"]):
        rows: Any = session.execute(_owing(month, today, question.person_id)).all()
        done = _done(session, {row.id for row in rows}, month)
        due = month.due(question.settings["days_after"])
        for class_id, grade, letter, teacher_id, teacher in rows:
            if class_id in done:
                continue
            yield Duty(
                rule=TRANSCRIPTS_TO_SEND.key,
                title=_l(
                    "Send the month's transcripts of marks: %(month)s, %(name)s",
                    month=month_name(month.last.month),
                    name=f"{grade}.{letter}",
                ),
                person_id=teacher_id,
                person=teacher,
                due=due,
                state="late" if question.moment > due else "open",
                endpoint="messaging_month.show",
                values={"class_id": class_id, "period": month.key},
            )


def _owing(month: Month, today: date, person_id: int | None) -> Any:
    """Classes with pupils in the month, each with its main class teacher of today."""
    has_pupils = exists().where(
        ClassMembership.school_class_id == SchoolClass.id, ClassMembership.within(month.first, month.last)
    )
    found = (
        select(
            SchoolClass.id,
            SchoolClass.grade,
            SchoolClass.letter,
            Person.id,
            Person.family_name + " " + Person.given_name,
        )
        .join(SchoolYear, SchoolYear.id == SchoolClass.school_year_id)
        .join(ClassTeacher, ClassTeacher.school_class_id == SchoolClass.id)
        .join(Person, Person.id == ClassTeacher.person_id)
        .where(
            ClassTeacher.is_main,
            ClassTeacher.on(today),
            SchoolYear.from_date <= month.last,
            SchoolYear.until_date >= month.first,
            SchoolYear.until_date >= today,
            has_pupils,
        )
        .order_by(SchoolClass.grade, SchoolClass.letter)
    )
    return found if person_id is None else found.where(Person.id == person_id)


def _done(session: Session, class_ids: set[int], month: Month) -> set[int]:
    """The classes whose transcripts were sent, here or otherwise as the class-hour journal notes."""
    sent = {class_id for class_id, _period in sent_classes(session, class_ids, [month.key])}
    journals = class_hour_journals(session, class_ids, month.last)
    by_note = noted(session, set(journals.values()), TRANSCRIPTS, month.key)
    return sent | {class_id for class_id, journal in journals.items() if journal in by_note}


TRANSCRIPTS_TO_SEND = DutyRule(
    key="messaging.month",
    title=_l("The month's transcripts of marks"),
    section=SECTION.key,
    find=_transcripts_to_send,
)
