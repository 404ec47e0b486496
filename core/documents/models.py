"""Facts about issued documents (izsniegtie dokumenti)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.foundation.database import Id, Moment, School, Versioned


class IssuedBundle(School):
    """The documents of a class, or of several classes, that were issued together, in one file for the printer."""

    __tablename__ = "issued_bundle"

    id: Mapped[Id]
    type_key: Mapped[str] = mapped_column(String(60))
    title: Mapped[str]
    school_class_id: Mapped[int | None] = mapped_column(ForeignKey("school_class.id"), index=True)
    """Nothing: the file with all classes of a batch."""
    batch_id: Mapped[UUID | None] = mapped_column(index=True)
    """The job that issued to several classes at once; its bundles belong together."""
    period_key: Mapped[str] = mapped_column(String(20))
    first: Mapped[date]
    last: Mapped[date]
    issued_at: Mapped[datetime] = mapped_column(Moment)
    issued_by: Mapped[str]
    format: Mapped[str] = mapped_column(String(10))
    digest: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]


class IssuedDocument(Versioned, School):
    """A document that was given: its number, whom it is about, and the digest of exactly the file that was given."""

    __tablename__ = "issued_document"
    __table_args__ = (
        Index("uq_issued_document_number", "type_key", "year", "series", "number", unique=True),
        Index("ix_issued_document_person", "person_id", "type_key", "period_key"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    type_key: Mapped[str] = mapped_column(String(60))
    year: Mapped[int]
    """The calendar year: numbers begin anew in each."""
    series: Mapped[str] = mapped_column(String(20), default="")
    """The index of the school's list of files (lietu nomenklatūra): `1-9`."""
    number: Mapped[int]
    title: Mapped[str]
    """As the document has it: `Sekmju izraksts (novembris)`."""
    day: Mapped[date]
    issued_at: Mapped[datetime] = mapped_column(Moment)
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    issued_by: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    """Whom it is about."""
    bundle_id: Mapped[int | None] = mapped_column(ForeignKey("issued_bundle.id"), index=True)
    period_key: Mapped[str] = mapped_column(String(20))
    first: Mapped[date]
    last: Mapped[date]
    """The days it tells of."""
    format: Mapped[str] = mapped_column(String(10))
    """`pdf` or `html`."""
    digest: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    """Bytes."""

    @property
    def number_text(self) -> str:
        """As it stands on the document: `1-9/23`, without an index `23`."""
        return f"{self.series}/{self.number}" if self.series else str(self.number)
