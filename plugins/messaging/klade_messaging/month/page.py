"""What the page of a class's month shows: who will get what and how, what is missing, one transcript as it will be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup
from sqlalchemy.orm import Session

from core.documents.pages import sheet_html
from core.documents.periods import Period
from core.documents.producing import content_of, makes_pdf
from core.documents.queries import pupils_to_prepare
from core.foundation.text import DEFAULT_LANGUAGE
from core.journals.register.queries import class_hour_journal_of
from core.notices.ways import Wanted, Way, wanted_ways
from core.values.asker import Asker
from core.values.documents import TRANSCRIPT, Document, DocumentContent, Transcript
from klade_messaging.letters.notices import NEW_LETTER
from klade_messaging.month.addressees import Named, named, recipients
from klade_messaging.month.queries import Sending, got, sendings


@dataclass(frozen=True, slots=True)
class To:
    """Somebody who is to get a transcript, or has got it."""

    who: Named
    way: Way | None
    """Nothing: no account, so the letter waits unread."""
    has_it: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A pupil of the class, and the family's recipients."""

    pupil_id: int
    name: str
    marks: int
    to: Sequence[To]

    @property
    def is_sent(self) -> bool:
        return bool(self.to) and all(one.has_it for one in self.to)

    @property
    def has_guardian(self) -> bool:
        return any(one.who.person_id != self.pupil_id for one in self.to)


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """Everything that the school's database says; which accounts are alive the directory still has to."""

    pupils: Sequence[int]
    content: DocumentContent
    found: dict[int, list[Named]]
    has_it: frozenset[tuple[int, int]]
    wanted: Wanted
    sendings: Sequence[Sending]
    journal: int | None
    has_pdf: bool

    def lines(self, ways: dict[int, Way]) -> list[Line]:
        """The pupils in the order of the alphabet."""
        return [
            Line(
                sheet.subject_id,
                sheet.listed_name,
                sum(len(work.marks) for subject in sheet.subjects for work in subject.works),
                [
                    To(one, ways.get(one.person_id), (sheet.subject_id, one.person_id) in self.has_it)
                    for one in self.found.get(sheet.subject_id, ())
                ],
            )
            for sheet in self.content.sheets
        ]


def month_facts(session: Session, asker: Asker, class_id: int, period: Period) -> MonthFacts:
    """A fixed number of statements, whatever the number of pupils."""
    pupils = pupils_to_prepare(session, asker, class_id, period.last)
    families = recipients(session, pupils, asker.day)
    people = {one.person_id for of_pupil in families.values() for one in of_pupil}
    return MonthFacts(
        pupils,
        content_of(session, month_document(pupils, period, asker.day)),
        named(session, families, pupils, asker.day),
        got(session, period.key, pupils),
        wanted_ways(session, people, NEW_LETTER.key, asker.day),
        sendings(session, class_id, period.key),
        class_hour_journal_of(session, class_id, period.last),
        makes_pdf(session),
    )


def month_document(pupils: Sequence[int], period: Period, day: date) -> Document:
    return Document(
        type_key=TRANSCRIPT,
        subject_ids=tuple(pupils),
        first=period.first,
        last=period.last,
        period_key=period.key,
        period=period.title(DEFAULT_LANGUAGE),
        prepared=day,
    )


@dataclass(frozen=True, slots=True)
class Preview:
    """One transcript as it will be, and whose come before and after."""

    sheet: Transcript
    html: Markup
    number: int
    before: int | None
    after: int | None


def preview_of(content: DocumentContent, pupil_id: int | None) -> Preview | None:
    """Of the pupil asked for, else of the first."""
    sheets = content.sheets
    if not sheets:
        return None
    place = next((place for place, one in enumerate(sheets) if one.subject_id == pupil_id), 0)
    return Preview(
        sheets[place],
        sheet_html(content, sheets[place]),
        place + 1,
        sheets[place - 1].subject_id if place else None,
        sheets[place + 1].subject_id if place + 1 < len(sheets) else None,
    )
