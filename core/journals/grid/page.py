"""The page of a journal: everything its template unpacks, from a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.database import state_of
from core.foundation.permissions.rows import allows
from core.foundation.plugins import CORE
from core.foundation.runtime import Klade
from core.foundation.text import language
from core.journals.grid import markup, statements
from core.journals.grid.columns import AssessmentRow, Column, Columns, LessonRow, months
from core.journals.grid.head import Head, Period, breaks_of, chosen, day_of_column, head_of, periods_of
from core.journals.grid.members import Member, members_of
from core.journals.grid.sheets import Sheets
from core.journals.grid.shown import Marks, Shown
from core.journals.grid.state import own_values
from core.journals.grid.table import Row, Table, classes_of, to_show
from core.journals.grid.words import keys, kind_titles, words
from core.journals.register.models import Journal
from core.values.asker import Asker
from core.values.marks import MarkScheme


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the journal the address asks for."""

    term: str | None = None
    column: str | None = None
    with_gone: bool = False
    by_name: bool = False
    """Pupils of several classes in one list."""


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
    table: Table
    rows: list[Row]
    gone: int
    order: tuple[str, Any] | None
    """Address and words of the other order of pupils; none where all are of one class."""
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

    def cell(self, column: Column, pupil: int) -> tuple[str, Shown]:
        """A cell's name and what stands in it; without a name where the pupil is not in the journal on that day."""
        return self.table.cell(column, pupil)

    @property
    def widths(self) -> Markup:
        return markup.widths(self.columns)

    @property
    def dates(self) -> Markup:
        return markup.dates(self.columns)

    @property
    def numbers(self) -> Markup:
        return markup.numbers(self.columns)

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


@dataclass(frozen=True, slots=True)
class _Facts:
    """What was read of the journal beside its cells."""

    head: Head
    periods: list[Period]
    period: Period
    breaks: list[Period]
    lessons: list[LessonRow]
    assessments: list[AssessmentRow]
    teachers: list[tuple[int, str]]
    """Ids and names, the main teacher first."""

    @property
    def span(self) -> dict[str, Any]:
        return {"journal": self.head.id, "first": self.period.first, "last": self.period.last}

    @property
    def second_term(self) -> date | None:
        """Its first day, where the whole year is shown."""
        return self.periods[1].first if len(self.periods) > 2 and self.period is self.periods[-1] else None


def page_of(klade: Klade, session: Session, asker: Asker, journal_id: int, wanted: Wanted) -> GridPage:
    """Read the page. Raises NotFound."""
    today = clock.today()
    facts = _facts(session, journal_id, wanted, today)
    head, period = facts.head, facts.period
    schemes = enabled_schemes(klade, session)
    layout = Columns(today, head.usual_scheme, schemes, f"term={period.key}&" if wanted.term else "")
    columns = layout.laid_out(facts.lessons, facts.assessments, facts.breaks)
    band = months(columns, facts.second_term)
    table = Table(columns, facts.assessments, head, period, Marks(klade.schemes))
    table.read(session, facts.span | own_values(asker.person_id, today))
    shown, gone = to_show(members_of(session, journal_id).values(), period, today, with_gone=wanted.with_gone)
    by_name = wanted.by_name and len(classes_of(shown)) > 1
    kept = "&sort=name" if by_name else ""
    title, classes = _title(head)
    page = GridPage(
        head=head,
        title=title,
        classes=classes,
        teachers=", ".join(name for _id, name in facts.teachers),
        pupil_count=ngettext("%(num)s pupil", "%(num)s pupils", len(shown)),
        period=period,
        terms=[(one.title, f"?term={one.key}{kept}", one is period) for one in facts.periods],
        columns=columns,
        months=band,
        table=table,
        rows=table.body(shown, by_name=by_name),
        gone=gone,
        order=_other_order(period, shown, by_name=by_name),
        writable=allows(session, asker, "journal.record", Journal, journal_id),
        schemes=[(key, scheme.title) for key, scheme in schemes.items()],
        selected=_selected(columns, wanted.column, today),
        lessons=_sheets(facts, today),
        data="",
        kinds=list(kind_titles(language()).items()),
        keys=keys(),
    )
    page.data = _data(page, today)
    return page


def _facts(session: Session, journal_id: int, wanted: Wanted, today: date) -> _Facts:
    head = head_of(session, journal_id)
    periods = periods_of(session, head)
    # A link to a column of another term opens that term.
    day = None if wanted.term else day_of_column(session, journal_id, wanted.column)
    period = chosen(periods, wanted.term, day)
    span = {"journal": journal_id, "first": period.first, "last": period.last}
    connection = session.connection()
    teachers = connection.execute(statements.teachers, {"journal": journal_id, "day": today})
    return _Facts(
        head=head,
        periods=periods,
        period=period,
        breaks=breaks_of(session, head),
        lessons=list(map(LessonRow._make, connection.execute(statements.lessons, span).all())),
        assessments=list(map(AssessmentRow._make, connection.execute(statements.assessments, span).all())),
        teachers=[(person, f"{given} {family}") for person, given, family in teachers],
    )


def _sheets(facts: _Facts, today: date) -> dict[str, dict[str, Any]]:
    """By lesson: its sheet, with the lesson before it."""
    sheets = Sheets(today, facts.teachers[0][0] if facts.teachers else None)
    before = [None, *(lesson.id for lesson in facts.lessons)]
    return {str(row.id): sheets.sheet(row, last) for row, last in zip(facts.lessons, before, strict=False)}


def _data(page: GridPage, today: date) -> str:
    """What the script needs, as JSON that cannot end its element."""
    today_column = next((column.id for column in page.columns if column.day == today and column.kind == "l"), None)
    schemes = [key for key, _title in page.schemes]
    found = {
        "words": words(),
        "lessons": page.lessons,
        "selected": page.selected.id if page.selected else None,
        "today": today_column,
        "usual": next((key for key in (page.head.usual_scheme, *schemes) if key in schemes), None),
        "term": page.period.key,
    }
    return orjson.dumps(found).decode().replace("<", "\\u003c")


def _title(head: Head) -> tuple[str, str]:
    """The subject, and the rest of the journal's title in a second ink."""
    if head.subject and head.title.startswith(f"{head.subject} "):
        return head.subject, head.title.removeprefix(f"{head.subject} ")
    return head.title, ""


def _other_order(period: Period, shown: Sequence[Member], *, by_name: bool) -> tuple[str, Any] | None:
    if len(classes_of(shown)) < 2:
        return None
    if by_name:
        return f"?term={period.key}", _("Order by class")
    return f"?term={period.key}&sort=name", _("Order by name in all classes")


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
