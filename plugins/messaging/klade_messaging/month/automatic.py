"""Transcripts that go by themselves, where the school wishes it: of the past month, on a day of the next."""

from functools import partial

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from core.classes.models import ClassMembership, SchoolClass
from core.foundation import clock
from core.foundation.errors import Invalid
from core.foundation.runtime import klade
from core.schools.models import SchoolYear
from core.values.jobs import Job, JobContext
from klade_messaging.month.asking import ASKED, ask
from klade_messaging.month.models import MonthSending
from klade_messaging.month.months import Month
from klade_messaging.month.settings import SECTION


def _send_by_themselves(context: JobContext) -> None:
    today = clock.today()
    month = Month.of(today).before
    with context.read() as session:
        day = klade().settings.values(session, SECTION.key)["automatic_day"]
        # Later days of the month too: the server may have been off on the day itself.
        if not day or today.day < day:
            return
        classes = _unsent(session, month)
    for class_id in classes:
        context.write(ASKED, partial(_ask, class_id=class_id, month=month))


def _unsent(session: Session, month: Month) -> list[int]:
    """The classes of the month's school year in which nobody has begun to send."""
    begun = exists().where(MonthSending.school_class_id == SchoolClass.id, MonthSending.period_key == month.key)
    return list(
        session.scalars(
            select(SchoolClass.id)
            .join(SchoolYear, SchoolYear.id == SchoolClass.school_year_id)
            .where(SchoolYear.from_date <= month.last, SchoolYear.until_date >= month.last, ~begun)
            .order_by(SchoolClass.grade, SchoolClass.letter)
        )
    )


def _ask(session: Session, class_id: int, month: Month) -> None:
    pupils = session.scalars(
        select(ClassMembership.pupil_id)
        .where(ClassMembership.school_class_id == class_id, ClassMembership.on(month.last))
        .order_by(ClassMembership.pupil_id)
    ).all()
    year = session.get_one(SchoolYear, session.get_one(SchoolClass, class_id).school_year_id)
    days = max(month.first, year.from_date), min(month.last, year.until_date)
    try:
        ask(session, class_id, month.key, days, pupils, again=False)
    except Invalid:
        # Nobody of this class is there to get them.
        return


SEND_BY_THEMSELVES = Job(
    "messaging.month_automatic",
    _l("Send transcripts that go by themselves"),
    _send_by_themselves,
    schedule="0 16 * * *",
)
