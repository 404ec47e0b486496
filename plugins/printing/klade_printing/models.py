"""Facts about the school's own templates."""

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.foundation.database import Id, Moment, School, Versioned


class PaperTemplate(Versioned, School):
    """A version of a template (veidne) that the school uploaded. What was uploaded never changes."""

    __tablename__ = "printing_template"
    __table_args__ = (
        Index("uq_printing_template_name_number", "name", "number", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(80))
    """The file that it stands for: `transcript.typ`, `layout.typ`."""
    number: Mapped[int]
    """Versions of one name are counted from 1."""
    text: Mapped[str] = mapped_column(Text)
    is_used: Mapped[bool] = mapped_column(default=False)
    """At most one version of a name is; where none is, Klade's own."""
    uploaded_at: Mapped[datetime] = mapped_column(Moment)
    uploaded_by: Mapped[str]
