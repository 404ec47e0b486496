"""The duty of R5.3: announcements do not wait long for the class teacher."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from core.classes.models import ClassMembership, ClassTeacher, SchoolClass
from core.foundation import clock
from core.journals.excuses.models import Announcement
from core.journals.excuses.settings import SECTION
from core.journals.excuses.words import WAITING, days_text
from core.people.models import Person
from core.schools.models import SchoolYear
from core.values.duties import Duty, DutyQuestion, DutyRule


def due_of(made_at: datetime, days: int) -> datetime:
    """By when it is to be decided: the end of the school's number of days after it was made."""
    return clock.at_local(clock.local(made_at).date() + timedelta(days=days), time(23, 59))


def _announcements_to_decide(session: Session, question: DutyQuestion) -> Iterable[Duty]:
    for row in session.execute(_waiting(clock.local(question.moment).date(), question.person_id)):
        pupil, class_id, teacher_id, teacher, made_at, *span = row
        due = due_of(made_at, question.settings["decide_days"])
        yield Duty(
            rule=ANNOUNCEMENT_TO_DECIDE.key,
            title=_l("Decide on an announced absence: %(pupil)s, %(days)s", pupil=pupil, days=days_text(*span)),
            person_id=teacher_id,
            person=teacher,
            due=due,
            state="late" if question.moment > due else "open",
            endpoint="excuses.of_class",
            values={"class_id": class_id},
        )


def _waiting(day: date, person_id: int | None) -> Any:
    """What waits about pupils of the classes that have a main class teacher on a day, the oldest first."""
    teacher = aliased(Person)
    found = (
        select(
            Person.family_name + " " + Person.given_name,
            SchoolClass.id,
            teacher.id,
            teacher.family_name + " " + teacher.given_name,
            Announcement.made_at,
            Announcement.from_date,
            Announcement.until_date,
            Announcement.first_lesson,
            Announcement.last_lesson,
        )
        .join(Person, Person.id == Announcement.pupil_id)
        .join(ClassMembership, and_(ClassMembership.pupil_id == Announcement.pupil_id, ClassMembership.on(day)))
        .join(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .join(SchoolYear, SchoolYear.id == SchoolClass.school_year_id)
        .join(ClassTeacher, and_(ClassTeacher.school_class_id == SchoolClass.id, ClassTeacher.on(day)))
        .join(teacher, teacher.id == ClassTeacher.person_id)
        .where(
            Announcement.state == WAITING,
            ClassTeacher.is_main,
            SchoolYear.from_date <= day,
            SchoolYear.until_date >= day,
        )
        .order_by(Announcement.made_at, Announcement.id)
    )
    return found if person_id is None else found.where(teacher.id == person_id)


ANNOUNCEMENT_TO_DECIDE = DutyRule(
    key="journals.announcement",
    title=_l("Announced absences to decide"),
    section=SECTION.key,
    find=_announcements_to_decide,
)
