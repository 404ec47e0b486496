"""The letters of a sending: a few families in one transaction, each with its own child's transcript."""

from collections.abc import Sequence

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.classes.models import ClassTeacher, SchoolClass
from core.documents.models import IssuedDocument
from core.foundation import clock
from core.foundation.database import change_of
from core.foundation.text import DEFAULT_LANGUAGE
from core.people.models import Person
from core.values.documents import DocumentFormat
from klade_messaging.letters.files import safe_name
from klade_messaging.letters.writing import ArchivedFile, LetterAuthor, LetterDraft, Recipient, write_letters
from klade_messaging.month.addressees import recipients
from klade_messaging.month.models import NOBODY, WAITING, WRITTEN, MonthPupil, MonthSending
from klade_messaging.month.queries import got
from klade_messaging.month.wording import file_name, letter_body


def waiting_rows(session: Session, month_id: int) -> list[int]:
    """The pupils of a sending whose letter is not written yet, by the ids of their rows."""
    return list(
        session.scalars(
            select(MonthPupil.id)
            .where(MonthPupil.month_id == month_id, MonthPupil.state == WAITING)
            .order_by(MonthPupil.id)
        )
    )


def write_some(session: Session, month_id: int, row_ids: Sequence[int]) -> None:
    """Write the letters of some rows that wait: to those of each family who have not got it, or to all of it."""
    sending = session.get_one(MonthSending, month_id)
    rows = session.scalars(
        select(MonthPupil).where(MonthPupil.id.in_(row_ids), MonthPupil.state == WAITING).order_by(MonthPupil.id)
    ).all()
    pupils = [row.pupil_id for row in rows]
    families = recipients(session, pupils, clock.today())
    has_it = frozenset() if sending.is_again else got(session, sending.period_key, pupils)
    to = {pupil: [one for one in families.get(pupil, ()) if (pupil, one.person_id) not in has_it] for pupil in pupils}
    written = [row for row in rows if to[row.pupil_id]]
    drafts = _drafts(session, sending, written, to)
    for row, letter_id in zip(written, write_letters(session, drafts), strict=True):
        row.letter_id, row.state = letter_id, WRITTEN
    for row in rows:
        if not to[row.pupil_id]:
            row.state = NOBODY


def _drafts(
    session: Session, sending: MonthSending, rows: Sequence[MonthPupil], to: dict[int, list[Recipient]]
) -> list[LetterDraft]:
    documents = {
        one.id: one
        for one in session.scalars(
            select(IssuedDocument).where(IssuedDocument.id.in_([row.document_id for row in rows]))
        )
    }
    names = {
        id_: f"{given} {family}"
        for id_, given, family in session.execute(
            select(Person.id, Person.given_name, Person.family_name).where(
                Person.id.in_([row.pupil_id for row in rows])
            )
        )
    }
    school_class, author = session.get_one(SchoolClass, sending.school_class_id), _author(session, sending)
    with force_locale(DEFAULT_LANGUAGE):
        return [
            _draft(documents[row.document_id or 0], names[row.pupil_id], school_class.name, to[row.pupil_id], author)
            for row in rows
        ]


def _draft(
    document: IssuedDocument, pupil: str, class_name: str, to: Sequence[Recipient], author: LetterAuthor
) -> LetterDraft:
    form = DocumentFormat(document.format)
    name = safe_name(file_name(document.title, pupil, document.format))
    is_page = form is DocumentFormat.HTML
    return LetterDraft(
        subject=document.title,
        body=letter_body(pupil, class_name, document.first, document.last, is_page=is_page),
        recipients=to,
        files=[ArchivedFile(document.digest, name, form.media_type, document.size)],
        author=author,
    )


def _author(session: Session, sending: MonthSending) -> LetterAuthor:
    """Whoever pressed the button; of what goes by itself the class teacher."""
    asked = change_of(session).author
    if asked.person_id is not None:
        return LetterAuthor(asked.person_id, asked.name)
    teacher = session.execute(
        select(Person.id, Person.given_name, Person.family_name)
        .join(ClassTeacher, ClassTeacher.person_id == Person.id)
        .where(
            ClassTeacher.school_class_id == sending.school_class_id,
            ClassTeacher.is_main,
            ClassTeacher.on(min(clock.today(), sending.last)),
        )
        .order_by(ClassTeacher.id)
    ).first()
    return LetterAuthor(teacher[0], f"{teacher[1]} {teacher[2]}") if teacher else LetterAuthor(None, asked.name)
