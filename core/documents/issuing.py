"""Issuing documents: numbered, archived, entered in the register. The file that is given is the file that is kept."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from core.documents.models import IssuedBundle, IssuedDocument
from core.documents.numbering import Numbers, next_numbers
from core.documents.producing import content_of, render
from core.foundation import clock
from core.foundation.database import change_of
from core.foundation.errors import Conflict, Invalid
from core.foundation.files import FileStore
from core.foundation.history.record import insert_row, insert_rows
from core.values.documents import Document, DocumentContent, DocumentFormat

T = TypeVar("T")
Step = Callable[[int], None]
"""Told after each class how many sheets have their files; raises to stop before anything is entered."""

ISSUED = "document.issued"
_TRIES = 5


class Desk(Protocol):
    """Where documents are issued: a request, or a job."""

    def read(self) -> AbstractContextManager[Session]: ...

    def write(self, kind: str, work: Callable[[Session], T]) -> T: ...


@dataclass(frozen=True, slots=True)
class Issued:
    """The rows of the register that came of it, in the order of the sheets."""

    document_ids: Sequence[int]
    bundle_id: int | None


@dataclass(frozen=True, slots=True)
class Order:
    """What to issue: a document about some rows; of a class also one file with all of them."""

    document: Document
    school_class_id: int | None = None


class _Overtaken(Exception):
    """Somebody issued a document meanwhile: the numbers on these are taken."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A file that is kept."""

    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """What one order puts into the register."""

    order: Order
    content: DocumentContent
    numbers: Numbers
    format: DocumentFormat
    files: Sequence[_Kept]
    """In the order of the sheets; the last is the one with all."""
    batch_id: UUID | None

    def documents(self, session: Session) -> Issued:
        """The rows of the sheets, and of the class's own file."""
        bundle = None if self.order.school_class_id is None else self.bundle(session)
        author, now = change_of(session).author, clock.now()
        rows = [
            self._shared(self.files[place])
            | {
                "year": self.numbers.year,
                "series": self.numbers.series,
                "number": self.numbers.first + place,
                "day": self.order.document.prepared,
                "issued_at": now,
                "issued_by_id": author.person_id,
                "issued_by": author.name,
                "person_id": sheet.subject_id,
                "bundle_id": bundle,
            }
            for place, sheet in enumerate(self.content.sheets)
        ]
        return Issued(insert_rows(session, IssuedDocument, rows), bundle)

    def bundle(self, session: Session) -> int:
        """The row of the file with all sheets."""
        about = {
            "school_class_id": self.order.school_class_id,
            "batch_id": self.batch_id,
            "issued_at": clock.now(),
            "issued_by": change_of(session).author.name,
        }
        return insert_row(session, IssuedBundle, self._shared(self.files[-1]) | about)

    def _shared(self, file: _Kept) -> dict[str, object]:
        document = self.order.document
        return {
            "type_key": document.type_key,
            "title": self.content.title,
            "period_key": document.period_key,
            "first": document.first,
            "last": document.last,
            "format": self.format.value,
            "digest": file.digest,
            "size": file.size,
        }


@dataclass(frozen=True, slots=True)
class _Act:
    """What is to be entered in one transaction, if the numbers are still free."""

    entries: Sequence[_Entry]
    whole: _Entry | None
    numbers: Numbers
    batch_id: UUID | None

    def enter(self, session: Session) -> Sequence[Issued]:
        """It touches only the database, so it may run again."""
        if self.batch_id is not None and is_entered(session, self.batch_id):
            return ()
        if next_numbers(session, self.entries[0].order.document.type_key, self.numbers.year) != self.numbers:
            raise _Overtaken
        issued = [entry.documents(session) for entry in self.entries]
        if self.whole is not None:
            self.whole.bundle(session)
        return issued


def is_entered(session: Session, batch_id: UUID) -> bool:
    """The documents of this batch stand in the register."""
    return session.scalar(select(exists().where(IssuedBundle.batch_id == batch_id))) or False


def issue(desk: Desk, store: FileStore, document: Document, school_class_id: int | None = None) -> Issued:
    """Make a document for each row it is about, and for a class also one file with all; enter them in the register.

    The files are there before the rows. Raises Invalid where it is about nobody, Conflict where others were quicker
    again and again.
    """
    return _issued(desk, store, [Order(document, school_class_id)], None, lambda _sheets: None)[0]


def issue_batch(desk: Desk, store: FileStore, orders: Sequence[Order], batch_id: UUID, step: Step) -> Sequence[Issued]:
    """Make the documents of several classes, a file for each class and one with all; enter all of it or nothing.

    A batch that is entered already is not entered again, so whoever was cut off may begin anew.
    """
    return _issued(desk, store, orders, batch_id, step)


def _issued(
    desk: Desk, store: FileStore, orders: Sequence[Order], batch_id: UUID | None, step: Step
) -> Sequence[Issued]:
    if not orders or not any(order.document.subject_ids for order in orders):
        raise Invalid(_l("There is nobody to issue this document to."))
    first = orders[0].document
    for _attempt in range(_TRIES):
        entries = []
        with desk.read() as session:
            numbers = next_numbers(session, first.type_key, first.prepared.year)
            contents = [content_of(session, order.document) for order in orders]
        free = numbers
        for order, content in zip(orders, contents, strict=True):
            numbered = _numbered(content, free)
            entries.append(_made(desk, store, order, numbered, free, batch_id))
            free = replace(free, first=free.first + len(content.sheets))
            step(free.first - numbers.first)
        whole = _whole(desk, store, entries, batch_id) if batch_id is not None else None
        try:
            return desk.write(ISSUED, _Act(entries, whole, numbers, batch_id).enter)
        except _Overtaken:
            continue
    raise Conflict(_l("Others are issuing documents at this very moment. Nothing was issued. Try again."))


def _made(
    desk: Desk, store: FileStore, order: Order, content: DocumentContent, numbers: Numbers, batch_id: UUID | None
) -> _Entry:
    """The files of one order: each sheet alone, and for a class all together."""
    contents = [replace(content, sheets=(sheet,)) for sheet in content.sheets]
    if order.school_class_id is not None:
        contents.append(content)
    with desk.read() as session:
        made = render(session, contents)
    return _Entry(order, content, numbers, made.format, tuple(_kept(store, file) for file in made.files), batch_id)


def _whole(desk: Desk, store: FileStore, entries: Sequence[_Entry], batch_id: UUID | None) -> _Entry:
    """The file with the sheets of all classes."""
    content = replace(entries[0].content, sheets=tuple(sheet for one in entries for sheet in one.content.sheets))
    content = replace(
        content, first=min(one.content.first for one in entries), last=max(one.content.last for one in entries)
    )
    with desk.read() as session:
        made = render(session, [content])
    order = Order(replace(entries[0].order.document, first=content.first, last=content.last))
    return _Entry(order, content, entries[0].numbers, made.format, (_kept(store, made.files[0]),), batch_id)


def _kept(store: FileStore, file: bytes) -> _Kept:
    return _Kept(store.put(file), len(file))


def _numbered(content: DocumentContent, numbers: Numbers) -> DocumentContent:
    sheets = [replace(sheet, number=numbers.text(place)) for place, sheet in enumerate(content.sheets)]
    return replace(content, sheets=tuple(sheets))
