"""Issuing documents: numbered, archived, entered in the register. The file that is given is the file that is kept."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from core.documents.models import IssuedBundle, IssuedDocument
from core.documents.numbering import Numbers, next_numbers
from core.documents.producing import Made, content_of, render
from core.foundation import clock
from core.foundation.database import change_of
from core.foundation.errors import Conflict, Invalid
from core.foundation.files import FileStore
from core.foundation.history.record import insert_row, insert_rows
from core.values.documents import Document, DocumentContent

T = TypeVar("T")

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


class _Overtaken(Exception):
    """Somebody issued a document meanwhile: the numbers on these are taken."""


def issue(desk: Desk, store: FileStore, document: Document, school_class_id: int | None = None) -> Issued:
    """Make a document for each row it is about, and for a class also one file with all; enter them in the register.

    The files are there before the rows. Raises Invalid where it is about nobody, Conflict where others were quicker
    again and again.
    """
    if not document.subject_ids:
        raise Invalid(_l("There is nobody to issue this document to."))
    for _attempt in range(_TRIES):
        with desk.read() as session:
            numbers = next_numbers(session, document.type_key, document.prepared.year)
            content = _numbered(content_of(session, document), numbers)
            contents = [replace(content, sheets=(sheet,)) for sheet in content.sheets]
            if school_class_id is not None:
                contents.append(content)
            made = render(session, contents)
        digests = [store.put(file) for file in made.files]
        entry = _Entry(document, content, numbers, made, digests, school_class_id)
        try:
            return desk.write(ISSUED, entry.enter)
        except _Overtaken:
            continue
    raise Conflict(_l("Others are issuing documents at this very moment. Nothing was issued. Try again."))


def _numbered(content: DocumentContent, numbers: Numbers) -> DocumentContent:
    sheets = [replace(sheet, number=numbers.text(place)) for place, sheet in enumerate(content.sheets)]
    return replace(content, sheets=tuple(sheets))


@dataclass(frozen=True, slots=True)
class _Entry:
    """What is to be entered in the register, if the numbers are still free."""

    document: Document
    content: DocumentContent
    numbers: Numbers
    made: Made
    digests: Sequence[str]
    school_class_id: int | None

    def enter(self, session: Session) -> Issued:
        """The rows of one act. It touches only the database, so it may run again."""
        if next_numbers(session, self.document.type_key, self.numbers.year) != self.numbers:
            raise _Overtaken
        bundle = None if self.school_class_id is None else insert_row(session, IssuedBundle, self._bundle(session))
        author, now = change_of(session).author, clock.now()
        rows = [
            self._shared(place)
            | {
                "year": self.numbers.year,
                "series": self.numbers.series,
                "number": self.numbers.first + place,
                "day": self.document.prepared,
                "issued_at": now,
                "issued_by_id": author.person_id,
                "issued_by": author.name,
                "person_id": sheet.subject_id,
                "bundle_id": bundle,
            }
            for place, sheet in enumerate(self.content.sheets)
        ]
        return Issued(insert_rows(session, IssuedDocument, rows), bundle)

    def _bundle(self, session: Session) -> dict[str, object]:
        about = {"school_class_id": self.school_class_id, "issued_at": clock.now()}
        return self._shared(len(self.content.sheets)) | about | {"issued_by": change_of(session).author.name}

    def _shared(self, place: int) -> dict[str, object]:
        return {
            "type_key": self.document.type_key,
            "title": self.content.title,
            "period_key": self.document.period_key,
            "first": self.document.first,
            "last": self.document.last,
            "format": self.made.format.value,
            "digest": self.digests[place],
            "size": len(self.made.files[place]),
        }
