"""What an importer and the pipeline of imports exchange: faults of a file, differences, what a person accepted."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from core.values.access import AccessClass

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class Severity(StrEnum):
    """An error leaves its row out; a warning asks to look at a row that is taken over."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class FileProblem:
    """One fault at a place of a file.

    `text` is English with `%(name)s` places for `values`; it is stored so and translated when shown.
    """

    severity: Severity
    file: str
    text: str
    values: Mapping[str, str | int] = field(default_factory=dict)
    line: int | None = None
    column: str | None = None


class Refused(Exception):
    """The file as a whole cannot be read: one clear reason, and nothing of it is used."""

    def __init__(
        self, file: str, text: str, line: int | None = None, column: str | None = None, **values: str | int
    ) -> None:
        super().__init__(text % values)
        self.problem = FileProblem(Severity.ERROR, file, text, values, line, column)


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """What reading a file may depend on besides its bytes."""

    file_name: str
    registration_number: str | None
    today: date


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a file says, read and checked in itself; `content` is the importer's own.

    `about` is what the file says of itself, under English titles.
    """

    about: Mapping[str, str]
    rows: Mapping[str, int]
    problems: tuple[FileProblem, ...]
    content: object


class Kind(StrEnum):
    """What the file and the school's data say about one thing."""

    NEW = "new"
    CHANGED = "changed"
    QUESTION = "question"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field: its name in the file, and what is there and what comes, written as the file writes it.

    Values of a sealed access class are shown only to those who may see it, and are forgotten when they are applied.
    """

    column: str
    old: str | None
    new: str | None
    access: AccessClass = AccessClass.GENERAL


@dataclass(frozen=True, slots=True)
class RowRef:
    """A row of the file."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question: its key, and English text with places like a problem's."""

    key: str
    text: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which the file and the school differ.

    `key` is stable from one reading to the next, so that what a person accepted is found again. `needs` are keys of
    differences without which this one cannot be applied. A question is applied only once it is answered with one of its
    choices; a thing missing from the file is only shown.
    """

    kind: Kind
    entity: str
    key: str
    title: str
    fields: tuple[FieldChange, ...] = ()
    rows: tuple[RowRef, ...] = ()
    needs: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """How a snapshot differs from the school; `content` is what the importer needs to apply it.

    `same` counts by entity the rows that say what is there already; `figures` are further counts, under English titles.
    """

    differences: tuple[Difference, ...]
    same: Mapping[str, int]
    figures: Mapping[str, int]
    problems: tuple[FileProblem, ...]
    content: object


@dataclass(frozen=True, slots=True)
class Entity:
    """One sort of thing an importer brings; `title` is English, translated when shown.

    How many are new of a sort that `counts` stands among the large figures of a preview.
    """

    key: str
    title: str
    counts: bool = True


class Importer(Protocol):
    """Reads one sort of file and knows how to bring what it says into a school.

    `read` raises `Refused` for a file that cannot be read as a whole. `plan` only reads; `answers` are the choices made
    so far, by the keys of the questions. `apply` writes inside the transaction it is given, and only what is accepted.
    """

    key: str
    title: str
    entities: tuple[Entity, ...]
    file_endings: tuple[str, ...]

    def read(self, content: bytes, context: ReadingContext) -> Snapshot: ...

    def plan(self, session: "Session", snapshot: Snapshot, answers: Mapping[str, str]) -> Plan: ...

    def apply(self, session: "Session", plan: Plan, accepted: Collection[str]) -> None: ...
