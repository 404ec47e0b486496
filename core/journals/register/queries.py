"""What may be asked about journals and who teaches them."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.journals.register.models import Journal, JournalClass, JournalTeacher

CLASS_HOUR = "class_hour"
"""The kind of the journals of class hours (klases stundas žurnāls)."""


def journal_counts(session: Session, person_ids: Collection[int], day: date) -> dict[int, int]:
    """How many journals each of these persons teaches on a day. One statement."""
    rows = session.execute(
        select(JournalTeacher.person_id, func.count(JournalTeacher.journal_id.distinct()))
        .where(JournalTeacher.person_id.in_(person_ids), JournalTeacher.on(day))
        .group_by(JournalTeacher.person_id)
    )
    return dict(rows.all())


def class_hour_journals(session: Session, school_class_ids: Collection[int], day: date) -> dict[int, int]:
    """By class: its class-hour journal on a day; of several the newest. One statement."""
    rows = session.execute(
        select(JournalClass.school_class_id, Journal.id)
        .join(Journal, Journal.id == JournalClass.journal_id)
        .where(JournalClass.school_class_id.in_(school_class_ids), JournalClass.on(day), Journal.kind_key == CLASS_HOUR)
        .order_by(Journal.id)
    )
    return dict(rows.all())


def class_hour_journal_of(session: Session, school_class_id: int, day: date) -> int | None:
    """The class-hour journal of a class on a day."""
    return class_hour_journals(session, [school_class_id], day).get(school_class_id)
