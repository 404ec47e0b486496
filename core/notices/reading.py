"""Reading one's notices."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from core.foundation import clock
from core.notices.models import Notice

READ = "notices.read"


def mark_read(session: Session, person_id: int, notice_id: int | None = None) -> None:
    """The person read one notice, or all there are."""
    unread = update(Notice).where(Notice.person_id == person_id, Notice.read_at.is_(None))
    if notice_id is not None:
        unread = unread.where(Notice.id == notice_id)
    session.execute(unread.values(read_at=clock.now()))
