"""The two declarative bases and the columns that all facts share."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, ClassVar

from sqlalchemy import BigInteger, ColumnElement, DateTime, Integer, MetaData, and_, false, or_
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """An instant: stored as naive UTC, always aware in Python, on both engines."""

    impl = DateTime
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """What history gives back is made of it."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


# SQLite counts rows only in INTEGER keys; PostgreSQL needs the eight bytes said.
IdType = BigInteger().with_variant(Integer(), "sqlite")

Id = Annotated[int, mapped_column(IdType, primary_key=True, autoincrement=True)]


class _Fact(DeclarativeBase):
    __abstract__ = True
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: Moment(), int: BigInteger()}


class School(_Fact):
    """The base of every table that lives inside one school's database (core's and plugins')."""

    __abstract__ = True
    metadata = MetaData(naming_convention=NAMING)

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> Any:
        # Ids are never used twice, so that an old history line can never name a new row.
        return {"sqlite_autoincrement": True}


class Directory(_Fact):
    """The base of what schools share: the list of schools, accounts, web sessions."""

    __abstract__ = True
    metadata = MetaData(naming_convention=NAMING)


class Versioned:
    """Optimistic locking: every editable row counts its versions from 1."""

    version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


class Voidable:
    """A fact that can be taken back and leaves its row: `voided` is when, or nothing."""

    voided: Mapped[datetime | None] = mapped_column(Moment)


class Dated:
    """Valid from a day until a day, both included; an open end is nothing."""

    from_date: Mapped[date]
    until_date: Mapped[date | None]

    @classmethod
    def on(cls, day: date | ColumnElement[date]) -> ColumnElement[bool]:
        """The SQL condition: valid on that day."""
        return and_(cls.from_date <= day, or_(cls.until_date.is_(None), cls.until_date >= day))

    @classmethod
    def within(cls, first: date | ColumnElement[date], last: date | None) -> ColumnElement[bool]:
        """The SQL condition: valid on at least one day from `first` to `last` (open if nothing)."""
        starts_in_time = cls.from_date <= last if last is not None else ~false()
        return and_(starts_in_time, or_(cls.until_date.is_(None), cls.until_date >= first))

    def is_on(self, day: date) -> bool:
        """Valid on that day."""
        return self.from_date <= day and (self.until_date is None or self.until_date >= day)
