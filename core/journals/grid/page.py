"""The page of a journal: everything its template unpacks, from a fixed number of statements."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import orjson
from flask_babel import ngettext
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.database import state_of
from core.foundation.permissions.rows import allows
from core.foundation.plugins import CORE
from core.foundation.runtime import Klade
from core.foundation.text import language
from core.journals.grid import statements
from core.journals.grid.columns import AssessmentRow, Column, Columns, LessonRow, months
from core.journals.grid.head import Head, Period, breaks_of, chosen, head_of, periods_of
from core.journals.grid.members import Member, members_of
from core.journals.grid.sheets import Sheets
from core.journals.grid.shown import Marks
from core.journals.grid.state import own_values
from core.journals.grid.table import RowTuple, Table, grouped
from core.journals.grid.words import keys, kind_titles, words
from core.journals.register.models import Journal
from core.values.asker import Asker
from core.values.marks import MarkScheme

GONE_FOR = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the journal the address asks for."""

    term: str | None = None
    column: str | None = None
    with_gone: bool = False


@dataclass(slots=True)
class GridPage:
    """What the template shows."""

    head: Head
    title: str
    classes: str
    teachers: str
    pupil_count: str
    period: Period
    terms: list[tuple[str, str, bool]]
    columns: list[Column]
    months: list[tuple[str, int, str]]
    rows: list[RowTuple]
    gone: int
    writable: bool
    schemes: list[tuple[str, Any]]
    selected: Column | None
    lessons: dict[str, dict[str, Any]]
    data: str
    kinds: list[tuple[str, str]]
    keys: list[tuple[tuple[str, ...], str]]

    @property
    def lesson(self) -> dict[str, Any] | None:
        """The sheet of the selected column."""
        if self.selected is None or self.selected.lesson is None:
            return None
        return self.lessons.get(str(self.selected.lesson))

    @property
    def beside(self) -> list[Column]:
        """The selected column, and those of its lesson: what a plain form of it holds."""
        if self.selected is None:
            return []
        lesson = self.selected.lesson
        return [column for column in self.columns if column is self.selected or (lesson and column.lesson == lesson)]


def enabled_schemes(klade: Klade, session: Session) -> dict[str, MarkScheme]:
    """The mark schemes of core and of the plugins that the school has enabled."""
    plugins = state_of(session).plugins
    return {key: scheme for key, (owner, scheme) in klade.schemes.items() if owner == CORE or owner in plugins}


def page_of(klade: Klade, session: Session, asker: Asker, journal_id: int, wanted: Wanted) -> GridPage:
    """Read the page. Raises NotFound."""
    today = clock.today()
    head = head_of(session, journal_id)
    periods = periods_of(session, head)
    period = chosen(periods, wanted.term)
    schemes = enabled_schemes(klade, session)
    span = {"journal": journal_id, "first": period.first, "last": period.last}
    connection = session.connection()
    lessons = [LessonRow(*row) for row in connection.execute(statements.lessons, span)]
    assessments = [AssessmentRow(*row) for row in connection.execute(statements.assessments, span)]
    teachers = list(connection.execute(statements.teachers, {"journal": journal_id, "day": today}))
    query = f"term={period.key}&" if wanted.term else ""
    columns = Columns(today, head.usual_scheme, schemes, query).laid_out(lessons, assessments, breaks_of(session, head))
    second_term = periods[1].first if len(periods) > 2 and period is periods[-1] else None
    band = months(columns, second_term)
    table = Table(columns, assessments, head, period, Marks(klade.schemes))
    table.read(session, span | own_values(asker.person_id, today))
    members = sorted(members_of(session, journal_id).values(), key=lambda member: member.sort_key)
    shown, gone = _to_show(members, period, today, with_gone=wanted.with_gone)
    selected = _selected(columns, wanted.column, today)
    sheets = Sheets(today, teachers[0][0] if teachers else None)
    before = [None, *(lesson.id for lesson in lessons)]
    title, classes = _title(head)
    page = GridPage(
        head=head,
        title=title,
        classes=classes,
        teachers=", ".join(f"{given} {family}" for _id, given, family in teachers),
        pupil_count=ngettext("%(num)s pupil", "%(num)s pupils", len(shown)),
        period=period,
        terms=[(one.title, f"?term={one.key}", one is period) for one in periods],
        columns=columns,
        months=band,
        rows=_rows(table, shown),
        gone=gone,
        writable=allows(session, asker, "journal.record", Journal, journal_id),
        schemes=[(key, scheme.title) for key, scheme in schemes.items()],
        selected=selected,
        lessons={str(row.id): sheets.sheet(row, last) for row, last in zip(lessons, before, strict=False)},
        data="",
        kinds=list(kind_titles(language()).items()),
        keys=keys(),
    )
    page.data = _data(page, today)
    return page


def _data(page: GridPage, today: date) -> str:
    """What the script needs, as JSON that cannot end its element."""
    today_column = next((column.id for column in page.columns if column.day == today and column.kind == "l"), None)
    found = {
        "words": words(),
        "lessons": page.lessons,
        "selected": page.selected.id if page.selected else None,
        "today": today_column,
        "usual": page.head.usual_scheme or (page.schemes[0][0] if page.schemes else None),
        "term": page.period.key,
    }
    return orjson.dumps(found).decode().replace("<", "\\u003c")


def _title(head: Head) -> tuple[str, str]:
    """The subject, and the rest of the journal's title in a second ink."""
    if head.subject and head.title.startswith(f"{head.subject} "):
        return head.subject, head.title.removeprefix(f"{head.subject} ")
    return head.title, ""


def _to_show(members: list[Member], period: Period, today: date, *, with_gone: bool) -> tuple[list[Member], int]:
    """The pupils of the period, without those who left more than a month ago, and how many those are."""
    there = [member for member in members if member.since <= period.last and _until(member) >= period.first]
    stayed = [member for member in there if _until(member) >= today - GONE_FOR]
    return (there if with_gone else stayed), len(there) - len(stayed)


def _rows(table: Table, shown: list[Member]) -> list[RowTuple]:
    rows: list[RowTuple] = []
    number = 0
    for heading, group in grouped(shown):
        if heading:
            rows.append((0, 0, heading, "", False, "", []))
        for member in group:
            number += 1
            rows.append(table.row(number, member))
    return rows


def _until(member: Member) -> date:
    return member.until or date.max


def _selected(columns: list[Column], wanted: str | None, today: date) -> Column | None:
    """The column asked for; else today's first lesson without roll call or last lesson; else the last begun."""
    usable = [column for column in columns if column.kind != "b"]
    for column in usable:
        if column.id == wanted:
            return column
    of_today = [column for column in usable if column.day == today and column.kind == "l"]
    open_today = [column for column in of_today if "open" in column.head]
    begun = [column for column in usable if column.day <= today and column.kind == "l"]
    for choice in (open_today[:1], of_today[-1:], begun[-1:], usable[:1]):
        if choice:
            return choice[0]
    return None
