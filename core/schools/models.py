"""Facts about the school, its year and what is taught in it."""

from datetime import date, time

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.foundation.database import Id, School, Versioned
from core.foundation.text import language


class SchoolProfile(Versioned, School):
    """The one row that says what school this is."""

    __tablename__ = "school_profile"

    id: Mapped[Id]
    name: Mapped[str]
    registration_number: Mapped[str | None] = mapped_column(String(20))
    kind: Mapped[str | None]
    category: Mapped[str | None]
    founder: Mapped[str | None]
    area_code: Mapped[str | None] = mapped_column(String(20))
    address: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    head_name: Mapped[str | None]


class SchoolYear(Versioned, School):
    """A school year (mācību gads), written 2026./2027."""

    __tablename__ = "school_year"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(9), unique=True)
    """As the state register writes it: `2026/2027`."""
    from_date: Mapped[date]
    until_date: Mapped[date]

    @property
    def title(self) -> str:
        """`2026./2027.` in Latvian, `2026/27` in English."""
        first, last = self.key.split("/")
        return f"{first}./{last}." if language() == "lv" else f"{first}/{last[2:]}"


class Term(Versioned, School):
    """A semester of a range of grades; grades end on different days (`domain.md` 1.4)."""

    __tablename__ = "term"

    id: Mapped[Id]
    school_year_id: Mapped[int] = mapped_column(ForeignKey("school_year.id"), index=True)
    key: Mapped[str] = mapped_column(String(20))
    """`s1`, `s2`: the same term of several grade ranges shares its key."""
    number: Mapped[int]
    title_lv: Mapped[str]
    title_en: Mapped[str]
    grade_from: Mapped[int]
    grade_until: Mapped[int]
    from_date: Mapped[date]
    until_date: Mapped[date]


class Break(Versioned, School):
    """A school break (skolēnu brīvdienas) of a range of grades."""

    __tablename__ = "school_break"

    id: Mapped[Id]
    school_year_id: Mapped[int] = mapped_column(ForeignKey("school_year.id"), index=True)
    key: Mapped[str] = mapped_column(String(20))
    title_lv: Mapped[str]
    title_en: Mapped[str]
    grade_from: Mapped[int]
    grade_until: Mapped[int]
    from_date: Mapped[date]
    until_date: Mapped[date]


class DayOverride(Versioned, School):
    """One day unlike its calendar: a holiday, a teaching Saturday, shortened bells, "runs as Monday"."""

    __tablename__ = "day_override"
    __table_args__ = (CheckConstraint("kind IN ('free', 'teaching')", name="kind"), {"sqlite_autoincrement": True})

    id: Mapped[Id]
    day: Mapped[date] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(20))
    title_lv: Mapped[str]
    title_en: Mapped[str]
    grade_from: Mapped[int] = mapped_column(default=1)
    grade_until: Mapped[int] = mapped_column(default=12)
    runs_as: Mapped[int | None]
    """ISO weekday whose timetable the day follows."""
    bell_schedule_id: Mapped[int | None] = mapped_column(ForeignKey("bell_schedule.id"))


class BellSchedule(Versioned, School):
    """Lesson times (stundu laiki); a school may have several."""

    __tablename__ = "bell_schedule"

    id: Mapped[Id]
    title: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    is_usual: Mapped[bool] = mapped_column(default=False)
    """Used where no weekday, grade or day override says otherwise."""
    weekdays: Mapped[str | None] = mapped_column(String(7))
    """ISO weekdays on which it holds, as digits (`15` Monday and Friday); nothing: on any."""
    grade_from: Mapped[int] = mapped_column(default=1)
    grade_until: Mapped[int] = mapped_column(default=12)


class BellTime(Versioned, School):
    """One lesson's start and end; numbers run from 0 to 15."""

    __tablename__ = "bell_time"
    __table_args__ = (UniqueConstraint("bell_schedule_id", "number"), {"sqlite_autoincrement": True})

    id: Mapped[Id]
    bell_schedule_id: Mapped[int] = mapped_column(ForeignKey("bell_schedule.id"))
    number: Mapped[int]
    starts: Mapped[time]
    ends: Mapped[time]


class Programme(Versioned, School):
    """An education programme (izglītības programma) that the school is licensed for."""

    __tablename__ = "programme"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(10), unique=True)
    title: Mapped[str]
    licence_number: Mapped[str | None]
    licensed_on: Mapped[date | None]
    accredited_until: Mapped[date | None]
    form: Mapped[str | None]
    language: Mapped[str | None] = mapped_column(String(10))


class Subject(Versioned, School):
    """A subject (mācību priekšmets) or course (mācību kurss)."""

    __tablename__ = "subject"

    id: Mapped[Id]
    title: Mapped[str]
    short_title: Mapped[str]
    kind: Mapped[str] = mapped_column(String(20), default="subject")
    """`subject`, `basic`, `advanced` or `specialised` course."""
    area: Mapped[str | None]
    national_code: Mapped[str | None] = mapped_column(String(20))
    position: Mapped[int] = mapped_column(default=0)
    usual_scheme: Mapped[str | None] = mapped_column(String(60))
    """Key of the mark scheme proposed for new assessments."""
    until_date: Mapped[date | None]


class Room(Versioned, School):
    """A room (telpa)."""

    __tablename__ = "room"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(unique=True)
    building: Mapped[str | None]
    seats: Mapped[int | None]
    until_date: Mapped[date | None]


class Order(Versioned, School):
    """An order of the head (rīkojums). Numbers repeat between years and indexes: warn, never refuse."""

    __tablename__ = "head_order"

    id: Mapped[Id]
    number: Mapped[str]
    dated: Mapped[date | None]
    kind: Mapped[str] = mapped_column(String(30))
    """`admission`, `withdrawal`, … : data of the school."""
    basis: Mapped[str | None]
    signer: Mapped[str | None]
    effective: Mapped[date | None]
    text: Mapped[str | None]
