"""Documents: what is written about whom, by whom its content is known, and in which form it is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Protocol


class DocumentFormat(StrEnum):
    """The form in which a document leaves the system."""

    PDF = "pdf"
    HTML = "html"

    @property
    def media_type(self) -> str:
        return "application/pdf" if self is DocumentFormat.PDF else "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A kind of document (sekmju izraksts, klases saraksts): `kind` is the row it is about.

    Whoever prepares one needs `permission` over that row. The renderers look for a template by the key.
    """

    key: str
    title: Any
    kind: type[Any]
    permission: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document that is wanted: of which type, about which rows, over which days."""

    type_key: str
    subject_ids: tuple[int, ...]
    first: date
    last: date
    period_key: str
    """`2026-11`, `s1`, `year`."""
    period: str
    """The period by its name, as a title has it: `novembris`, `1. semestris`."""
    prepared: date
    language: str = "lv"


@dataclass(frozen=True, slots=True)
class SchoolHead:
    """The school as a paper's head names it."""

    name: str
    registration_number: str | None = None
    address: str | None = None
    phone: str | None = None
    email: str | None = None
    head_name: str | None = None


class Sheet(Protocol):
    """What a document says of one row. The sheets of a type are frozen dataclasses with at least these fields."""

    @property
    def subject_id(self) -> int: ...

    @property
    def number(self) -> str | None:
        """Of the register, once it is issued."""


@dataclass(frozen=True, slots=True)
class DocumentContent:
    """Everything that a document says, before it has a form. A program may read it as it is."""

    type_key: str
    title: str
    language: str
    prepared: date
    first: date
    last: date
    period: str
    school: SchoolHead
    sheets: Sequence[Any]
    """A `Sheet` for each row it is about."""


@dataclass(frozen=True, slots=True)
class GivenMark:
    """A mark as it was given; a later one of the same work improves it."""

    text: str
    day: date
    scheme_key: str
    number: int | None
    """Hundredths, as the scheme said when it was saved."""
    counts: bool


@dataclass(frozen=True, slots=True)
class MarkedWork:
    """An assessed work of a pupil with its marks, the first first: `4`, then `7`."""

    title: str
    day: date
    kind: str
    """`formative`, `summative` or `diagnostic`."""
    weight: int
    """Hundredths."""
    is_usual: bool
    """In the scheme whose marks make the average of its journal."""
    marks: Sequence[GivenMark]


@dataclass(frozen=True, slots=True)
class AbsenceCount:
    """Lessons missed, and among them those that nothing justifies; late arrivals beside them."""

    total: int = 0
    unjustified: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class TranscriptSubject:
    """A subject or course in a transcript."""

    title: str
    works: Sequence[MarkedWork]
    absences: AbsenceCount
    average: str | None = None
    """As it is shown; nothing where there is none, or nobody knows how to count it."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """One pupil's transcript of marks (sekmju izraksts)."""

    subject_id: int
    """The pupil."""
    name: str
    """First name first."""
    listed_name: str
    class_name: str
    class_teacher: str | None
    subjects: Sequence[TranscriptSubject]
    absences: AbsenceCount
    first: date
    last: date
    """The days it tells of: with several grades in one file they may be others than the file's."""
    number: str | None = None
    """Of the register, once it is issued."""
    has_averages: bool = False
    notes: Sequence[str] = ()
    """Words under the table that explain its codes."""


TRANSCRIPT = "transcript"
"""The type of a transcript of marks: its sheets are `Transcript`."""


@dataclass(frozen=True, slots=True)
class CardPeriod:
    """A column of a report card: a semester, the year."""

    key: str
    """`s1`, `s2`, `year`."""
    title: str


@dataclass(frozen=True, slots=True)
class CardSubject:
    """A subject or course in a report card."""

    title: str
    marks: Sequence[str | None]
    """One for each period; nothing where it is still missing, empty where the pupil was not taught it then."""
    schemes: Sequence[str | None]
    """The key of the scheme of each mark."""


@dataclass(frozen=True, slots=True)
class CardAbsences:
    """Missed lessons of a semester."""

    title: str
    count: AbsenceCount


@dataclass(frozen=True, slots=True)
class ReportCard:
    """One pupil's report card (liecība) of a semester or the year, with what came before it in that year."""

    subject_id: int
    """The pupil."""
    name: str
    """First name first."""
    listed_name: str
    class_name: str
    class_teacher: str | None
    year: str
    """The school year by its title: `2026./2027.`."""
    periods: Sequence[CardPeriod]
    subjects: Sequence[CardSubject]
    absences: Sequence[CardAbsences]
    """One for each semester, and for a year also the whole."""
    has_order: bool = False
    """At the year's end the head's order stands on it; its number is written by hand."""
    number: str | None = None
    """Of the register, once it is issued."""
    notes: Sequence[str] = ()
    """Words under the table that explain its marks."""

    @property
    def missing(self) -> Sequence[str]:
        """The subjects without the mark of the newest period."""
        return tuple(subject.title for subject in self.subjects if subject.marks[-1] is None)


REPORT_CARD = "report_card"
"""The type of a report card: its sheets are `ReportCard`."""
