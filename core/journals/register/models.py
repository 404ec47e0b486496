"""Facts about journals (žurnāli)."""

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from core.foundation.database import Dated, Id, School, Versioned


class JournalKind(Versioned, School):
    """A kind of journal: data, seeded from R2.1.7."""

    __tablename__ = "journal_kind"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(30), unique=True)
    title_lv: Mapped[str]
    title_en: Mapped[str]
    position: Mapped[int]
    column_is: Mapped[str] = mapped_column(String(10), default="lesson")
    """What a column stands for: `lesson`, `day` or `session`."""
    has_marks: Mapped[bool] = mapped_column(default=True)
    is_confidential: Mapped[bool] = mapped_column(default=False)


class Journal(Versioned, School):
    """One subject or course taught to classes, groups or single pupils in one school year."""

    __tablename__ = "journal"

    id: Mapped[Id]
    school_year_id: Mapped[int] = mapped_column(ForeignKey("school_year.id"), index=True)
    kind_key: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("subject.id"), index=True)
    title: Mapped[str]
    """Shown everywhere: `Matemātika 10.a`."""
    usual_scheme: Mapped[str | None] = mapped_column(String(60))


class JournalRevision(School):
    """A counter that every write to the journal's cells moves on; colleagues' pages poll it."""

    __tablename__ = "journal_revision"
    __table_args__ = {"info": {"unrecorded": "a counter that follows recorded facts"}}

    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id", ondelete="CASCADE"), primary_key=True)
    revision: Mapped[int] = mapped_column(Integer, default=0)


class JournalClass(Dated, Versioned, School):
    """A class whose members are in the journal while both last."""

    __tablename__ = "journal_class"

    id: Mapped[Id]
    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"), index=True)
    school_class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id"), index=True)


class JournalPupil(Dated, Versioned, School):
    """A single pupil in (or, with `is_excluded`, out of) the journal for a time."""

    __tablename__ = "journal_pupil"

    id: Mapped[Id]
    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"), index=True)
    pupil_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    is_excluded: Mapped[bool] = mapped_column(default=False)


class JournalTeacher(Dated, Versioned, School):
    """Who teaches the journal: main, second or substitute."""

    __tablename__ = "journal_teacher"
    __table_args__ = (
        Index("ix_journal_teacher_person_journal", "person_id", "journal_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(12), default="main")
