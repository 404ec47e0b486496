"""The kinds of documents that the page “Print-outs” prepares for pupils."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from core.classes.models import SchoolClass
from core.documents.periods import Period, card_periods, periods
from core.values.documents import REPORT_CARD, TRANSCRIPT, Document


@dataclass(frozen=True, slots=True)
class PrintOut:
    """A type of document with what its pages need."""

    type_key: str
    sort: str
    """In addresses: `report-cards`."""
    title: Any
    """Of one."""
    titles: Any
    hint: Any
    periods: Callable[[Session, SchoolClass, date], list[Period]]

    def document(self, pupils: list[int], period: Period, prepared: date) -> Document:
        """The document about these pupils."""
        return Document(
            type_key=self.type_key,
            subject_ids=tuple(pupils),
            first=period.first,
            last=period.last,
            period_key=period.key,
            period=period.title("lv"),
            prepared=prepared,
        )


TRANSCRIPTS = PrintOut(
    TRANSCRIPT,
    "transcripts",
    _l("Transcript of marks"),
    _l("Transcripts of marks"),
    _l("All marks and absences of a month, a semester or the year"),
    periods,
)
REPORT_CARDS = PrintOut(
    REPORT_CARD,
    "report-cards",
    _l("Report card"),
    _l("Report cards"),
    _l("Semester and year marks, missed lessons, signatures"),
    card_periods,
)
PRINT_OUTS = {one.sort: one for one in (TRANSCRIPTS, REPORT_CARDS)}
BY_TYPE = {one.type_key: one for one in PRINT_OUTS.values()}
