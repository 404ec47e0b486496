"""Facts about imports: which file, what it differed in, what was accepted and what became of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from core.foundation.database import Id, Moment, School, Versioned

# Reading the same file again must leave no change behind; and what is applied has history of its own.
_LOG = {"unrecorded": "a log of files; what an import changes is recorded where it changes it"}

REFUSED, PREVIEWED, APPLIED, TAKEN_BACK = "refused", "previewed", "applied", "taken-back"

WAITING, DONE, LEFT = "waiting", "applied", "left"


class Import(Versioned, School):
    """A file that was given, and how far it came: refused, previewed, applied, taken back."""

    __tablename__ = "data_import"
    __table_args__ = {"sqlite_autoincrement": True, "info": _LOG}

    id: Mapped[Id]
    importer_key: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(12))
    file_name: Mapped[str] = mapped_column(String(255))
    digest: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    about: Mapped[str] = mapped_column(Text, default="{}")
    """JSON: what the file says of itself."""
    counts: Mapped[str] = mapped_column(Text, default="{}")
    """JSON: entity → kind of difference → how many."""
    answers: Mapped[str] = mapped_column(Text, default="{}")
    """JSON: key of a question → the choice a person made."""
    received_at: Mapped[datetime] = mapped_column(Moment)
    received_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    received_by: Mapped[str]
    applied_at: Mapped[datetime | None] = mapped_column(Moment)
    applied_by: Mapped[str | None]
    change_id: Mapped[int | None]
    """The change that applying it left; nothing where it changed nothing."""
    taken_back_at: Mapped[datetime | None] = mapped_column(Moment)
    taken_back_by: Mapped[str | None]
    left_rows: Mapped[str] = mapped_column(Text, default="[]")
    """JSON: rows that taking back left as they are, because they were touched since."""
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    """The file itself, until it is applied: then its digest tells which it was."""


class ImportProblem(School):
    """A fault of the file, or why the whole file was refused; translated when shown."""

    __tablename__ = "import_problem"
    __table_args__ = {"sqlite_autoincrement": True, "info": _LOG}

    id: Mapped[Id]
    import_id: Mapped[int] = mapped_column(ForeignKey("data_import.id"), index=True)
    severity: Mapped[str] = mapped_column(String(10))
    file: Mapped[str]
    line: Mapped[int | None]
    column_name: Mapped[str | None]
    text: Mapped[str] = mapped_column(Text)
    placed: Mapped[str] = mapped_column(Text, default="{}")
    """JSON: values for the places in the text."""


class ImportDifference(School):
    """One thing in which the file and the school differed, what a person decided, and what became of it."""

    __tablename__ = "import_difference"
    __table_args__ = (
        Index("ix_import_difference_entity", "import_id", "entity", "kind"),
        {"sqlite_autoincrement": True, "info": _LOG},
    )

    id: Mapped[Id]
    import_id: Mapped[int] = mapped_column(ForeignKey("data_import.id"))
    entity: Mapped[str] = mapped_column(String(30))
    kind: Mapped[str] = mapped_column(String(10))
    key: Mapped[str]
    title: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    """JSON: fields, rows, needs and choices as they were shown."""
    is_chosen: Mapped[bool]
    outcome: Mapped[str] = mapped_column(String(10), default=WAITING)
    reason: Mapped[str | None]
    """Why it was left; translated when shown."""
