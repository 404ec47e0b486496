"""The directory's list of schools."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.foundation import clock
from core.foundation.database.bases import Directory, Id, Moment
from core.foundation.errors import Conflict, Invalid, NotFound

RESERVED = frozenset(
    {"account", "admin", "api", "healthz", "join", "language", "metrics", "ready", "readyz", "scheme", "school"}
    | {"schools", "security", "sign-in", "sign-out", "static"}
)
_SLUG = re.compile(r"[a-z][a-z0-9-]{1,39}")


@dataclass(frozen=True, slots=True)
class SchoolRef:
    """Which school: the immutable id and epoch name its database, the slug is a label in addresses."""

    id: int
    epoch: int
    slug: str
    name: str
    demo: bool = False

    @property
    def database_name(self) -> str:
        return f"{self.id}-{self.epoch}"

    @property
    def schema(self) -> str:
        return f"school_{self.id}_{self.epoch}"


class DirectorySchool(Directory):
    """A school of this installation."""

    __tablename__ = "school"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[Id]
    epoch: Mapped[int] = mapped_column(default=1)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str]
    is_demo: Mapped[bool] = mapped_column(default=False)
    created: Mapped[datetime] = mapped_column(Moment)

    @property
    def ref(self) -> SchoolRef:
        return SchoolRef(self.id, self.epoch, self.slug, self.name, self.is_demo)


_columns = (
    DirectorySchool.id,
    DirectorySchool.epoch,
    DirectorySchool.slug,
    DirectorySchool.name,
    DirectorySchool.is_demo,
)
_all: Any = select(*_columns).order_by(DirectorySchool.slug)


def schools(session: Session) -> list[SchoolRef]:
    """All schools of the installation."""
    return [SchoolRef(*row) for row in session.execute(_all)]


def school_named(session: Session, slug: str) -> SchoolRef:
    """The school with that slug. Raises NotFound."""
    row = session.execute(_all.where(DirectorySchool.slug == slug)).first()
    if row is None:
        raise NotFound(_l("There is no school “%(slug)s” here.", slug=slug))
    return SchoolRef(*row)


def add_school(session: Session, slug: str, name: str, *, demo: bool = False) -> SchoolRef:
    """Enter a school into the directory. Raises Invalid or Conflict for a slug that cannot be used."""
    if not _SLUG.fullmatch(slug) or slug in RESERVED:
        raise Invalid(
            _l("“%(slug)s” cannot be a school's short name: use 2–40 small letters, digits and hyphens.", slug=slug)
        )
    if session.execute(select(DirectorySchool.id).where(DirectorySchool.slug == slug)).first():
        raise Conflict(_l("There is a school “%(slug)s” already.", slug=slug))
    school = DirectorySchool(slug=slug, name=name, is_demo=demo, created=clock.now())
    session.add(school)
    session.flush()
    return school.ref
