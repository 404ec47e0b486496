"""What may be asked about journals and who teaches them."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.journals.register.models import JournalTeacher


def journal_counts(session: Session, person_ids: Collection[int], day: date) -> dict[int, int]:
    """How many journals each of these persons teaches on a day. One statement."""
    rows = session.execute(
        select(JournalTeacher.person_id, func.count(JournalTeacher.journal_id.distinct()))
        .where(JournalTeacher.person_id.in_(person_ids), JournalTeacher.on(day))
        .group_by(JournalTeacher.person_id)
    )
    return dict(rows.all())
