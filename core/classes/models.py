"""Facts about classes."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.foundation.database import Dated, Id, School, Versioned


class SchoolClass(Versioned, School):
    """A class of one school year; `cohort` stays the same as it moves up."""

    __tablename__ = "school_class"
    __table_args__ = (
        Index("uq_school_class_name", "school_year_id", "grade", "letter", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    school_year_id: Mapped[int] = mapped_column(ForeignKey("school_year.id"))
    grade: Mapped[int]
    letter: Mapped[str] = mapped_column(String(20))
    cohort: Mapped[str | None] = mapped_column(String(40), index=True)
    is_combined: Mapped[bool] = mapped_column(default=False)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))

    @property
    def name(self) -> str:
        """Number, full stop, letter: `10.a`."""
        return f"{self.grade}.{self.letter}"


class ClassProgramme(Versioned, School):
    """An education programme taught in a class (R2.1.1)."""

    __tablename__ = "class_programme"

    id: Mapped[Id]
    school_class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id"), index=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))


class ClassTeacher(Dated, Versioned, School):
    """A class teacher (klases audzinātājs): one main, others beside."""

    __tablename__ = "class_teacher"

    id: Mapped[Id]
    school_class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    is_main: Mapped[bool] = mapped_column(default=True)


class ClassMembership(Dated, Versioned, School):
    """A pupil's membership of a class; moving from 10.a to 10.b ends only this."""

    __tablename__ = "class_membership"
    __table_args__ = (
        Index("ix_class_membership_class_pupil", "school_class_id", "pupil_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    school_class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("head_order.id"))
    """By which order the pupil came into the class, where it is another than that of the enrolment."""
