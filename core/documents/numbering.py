"""Numbers of documents: running within a type, a calendar year and the index of the school's list of files."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.documents.models import IssuedDocument
from core.documents.settings import SECTION
from core.foundation.runtime import klade


@dataclass(frozen=True, slots=True)
class Numbers:
    """Free numbers, from the first on."""

    year: int
    series: str
    first: int

    def text(self, place: int) -> str:
        """As it stands on the document: `1-9/23`, without an index `23`."""
        number = self.first + place
        return f"{self.series}/{number}" if self.series else str(number)


def next_numbers(session: Session, type_key: str, year: int) -> Numbers:
    """The numbers that come next. Whoever uses them checks in the writing transaction that they still do."""
    series = klade().settings.values(session, SECTION).get(f"{type_key}_index", "")
    highest = session.scalar(
        select(func.max(IssuedDocument.number)).where(
            IssuedDocument.type_key == type_key, IssuedDocument.year == year, IssuedDocument.series == series
        )
    )
    return Numbers(year, series, (highest or 0) + 1)
