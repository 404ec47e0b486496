"""The kind of notice: a new letter. Of its words nothing leaves Klade, nor who wrote it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, aliased

from core.foundation.text import day_text
from core.people.models import Person
from core.values.notices import News, NoticeFile, NoticeQuestion, NoticeRule, Urgency
from klade_messaging.letters.models import Letter, LetterFile, LetterReading, LetterRecipient


def _new_letters(session: Session, question: NoticeQuestion) -> Iterable[News]:
    """What came to somebody who has not opened it. Two statements."""
    child = aliased(Person)
    rows = session.execute(
        select(
            Letter.id,
            Letter.thread_id,
            Letter.sent_at,
            Letter.answer_due,
            Letter.is_urgent,
            LetterRecipient.person_id,
            LetterRecipient.child_id,
            child.given_name,
        )
        .join(LetterRecipient, LetterRecipient.letter_id == Letter.id)
        .outerjoin(child, child.id == LetterRecipient.child_id)
        .where(
            Letter.sent_at > question.since,
            Letter.sent_at <= question.until,
            or_(Letter.author_id.is_(None), Letter.author_id != LetterRecipient.person_id),
            ~exists().where(LetterReading.recipient_id == LetterRecipient.id),
        )
        .order_by(Letter.id, LetterRecipient.id)
    ).all()
    files = _files(session, {row.id for row in rows})
    told: set[tuple[int, int]] = set()
    for row in rows:
        # A guardian of two children gets one letter, and is told of it once.
        if (row.id, row.person_id) in told:
            continue
        told.add((row.id, row.person_id))
        yield News(
            person_id=row.person_id,
            about=f"letter:{row.id}",
            text=_text(row.given_name, row.answer_due),
            moment=row.sent_at,
            endpoint="messaging.thread",
            values={"thread_id": row.thread_id},
            child_id=row.child_id,
            urgency=Urgency.AT_ONCE if row.answer_due is not None or row.is_urgent else None,
            files=files[row.id],
        )


def _text(child: str | None, due: Any) -> Any:
    if child and due:
        return _l("%(child)s: there is a new letter in Mail; please answer by %(day)s", child=child, day=_Day(due))
    if child:
        return _l("%(child)s: there is a new letter in Mail", child=child)
    if due:
        return _l("There is a new letter in Mail; please answer by %(day)s", day=_Day(due))
    return _l("There is a new letter in Mail")


class _Day:
    """A day that is written in the language in which the text is read."""

    def __init__(self, day: Any) -> None:
        self._day = day

    def __str__(self) -> str:
        return day_text(self._day)


def _files(session: Session, letter_ids: set[int]) -> defaultdict[int, list[NoticeFile]]:
    found: defaultdict[int, list[NoticeFile]] = defaultdict(list)
    for file in session.scalars(select(LetterFile).where(LetterFile.letter_id.in_(letter_ids)).order_by(LetterFile.id)):
        found[file.letter_id].append(NoticeFile(file.digest, file.name, file.media_type))
    return found


NEW_LETTER = NoticeRule(key="messaging.letter", title=_l("New letters"), find=_new_letters, order=40)
