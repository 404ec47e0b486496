"""The columns of the grid in time order: lessons, assessments beside them, breaks as narrow strips."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, NamedTuple

from flask_babel import gettext as _

from core.foundation.text import language, month_name, month_short, number_text
from core.journals.grid.head import Period
from core.journals.grid.points import points_text
from core.journals.grid.words import kind_titles
from core.values.marks import MarkScheme

_DIGITS = frozenset("23456789")


class LessonRow(NamedTuple):
    """A lesson with its roll call and its sheet."""

    id: int
    day: date
    number: int | None
    starts: time | None
    ends: time | None
    room: str | None
    taught_by_id: int | None
    given_name: str | None
    family_name: str | None
    roll_version: int | None
    roll_voided: datetime | None
    version: int | None
    topic: str | None
    outcome: str | None
    homework: str | None
    homework_none: bool | None
    homework_due: date | None

    @property
    def has_roll(self) -> bool:
        return self.roll_version is not None and self.roll_voided is None


class AssessmentRow(NamedTuple):
    """An assessment as a column."""

    id: int
    lesson_id: int | None
    day: date
    kind: str
    scheme_key: str
    title: str
    weight: int
    points: int | None = None


@dataclass(slots=True)
class Column:
    """A column with all its head says."""

    id: str
    kind: str
    """`l` lesson, `a` assessment, `b` break."""
    key: int
    lesson: int | None
    day: date
    col: str
    head: str
    top: str
    bottom: str = ""
    label: str = ""
    hint: str = ""
    href: str = ""
    roll: int | None = None
    is_summative: bool = False
    most: str = ""
    """The most points of the work."""
    is_of_digits: bool = False
    """A digit from 2 to 9 is a whole mark here."""


def day_label(day: date, lang: str) -> str:
    """`23. novembris`, `23 November`."""
    return f"{day.day}{'.' if lang == 'lv' else ''} {month_name(day.month, lang)}"


class Columns:
    """Lays out columns. `today` and the usual scheme decide how some look."""

    def __init__(self, today: date, usual: str | None, schemes: Mapping[str, MarkScheme], query: str) -> None:
        self._today = today
        self._usual = usual
        self._schemes = schemes
        self._query = query
        # One column a lesson: what does not differ between them is looked up once.
        self._lang = language()
        self._lesson_number = _("lesson %(number)s", number="\0")
        self._no_roll = _("Roll call not taken")
        self._kinds = kind_titles(self._lang)
        self._of_digits = {key for key, scheme in schemes.items() if _DIGITS.issubset(scheme.offered)}
        self._points = _("at most %(points)s points", points="\0")
        self._points_short = _("%(points)s p.", points="\0")

    def laid_out(
        self, lessons: Iterable[LessonRow], assessments: Iterable[AssessmentRow], breaks: Iterable[Period]
    ) -> list[Column]:
        """All columns, oldest left."""
        of_lesson: dict[int, list[Column]] = {}
        placed: list[tuple[tuple[date, int, int], list[Column]]] = []
        loose: list[AssessmentRow] = []
        for row in assessments:
            if row.lesson_id is None:
                loose.append(row)
            else:
                of_lesson.setdefault(row.lesson_id, []).append(self._assessment(row))
        for lesson in lessons:
            group = [self._lesson(lesson), *of_lesson.pop(lesson.id, [])]
            placed.append(((lesson.day, lesson.number or 0, lesson.id), group))
        placed += [((row.day, 99, row.id), [self._assessment(row)]) for row in loose]
        placed.sort(key=lambda entry: entry[0])
        columns = [column for _place, group in placed for column in group]
        return self._with_breaks(columns, breaks)

    def _lesson(self, row: LessonRow) -> Column:
        label = day_label(row.day, self._lang)
        if row.number is not None:
            label += ", " + self._lesson_number.replace("\0", str(row.number))
        is_open = row.day <= self._today and not row.has_roll
        today = "today" if row.day == self._today else ""
        return Column(
            id=f"l{row.id}",
            kind="l",
            key=row.id,
            lesson=row.id,
            day=row.day,
            col=f"c-l {today}".strip(),
            head=f"{today}{' open' if is_open else ''}".strip(),
            top=str(row.day.day),
            bottom="" if row.number is None else str(row.number),
            label=label,
            hint=self._no_roll if is_open else "",
            href=f"?{self._query}column=l{row.id}&form=1",
            roll=row.roll_version or 0,
        )

    def _assessment(self, row: AssessmentRow) -> Column:
        is_summative = row.kind == "summative"
        scheme = self._schemes.get(row.scheme_key)
        sign = scheme.sign if scheme is not None and row.scheme_key != self._usual else ""
        weight = "" if row.weight == 100 else "×" + number_text(Decimal(row.weight) / 100, None, self._lang)
        what = f"{self._kinds[row.kind]} {row.title}".strip()
        most = ""
        if row.points is not None:
            most = points_text(row.points)
            sign = self._points_short.replace("\0", most)
            what += ", " + self._points.replace("\0", most)
        today = " today" if row.day == self._today and not is_summative else ""
        return Column(
            id=f"a{row.id}",
            kind="a",
            key=row.id,
            lesson=row.lesson_id,
            day=row.day,
            col=f"c-a{' sum' if is_summative else ''}{' wide' if len(sign + weight) > 4 else ''}{today}",
            head="sum" if is_summative else f"work{today}",
            top={"summative": "S", "formative": "f", "diagnostic": "d"}[row.kind],
            bottom=f"{sign}{weight}",
            label=f"{day_label(row.day, self._lang)}, {what}",
            href=f"?{self._query}column=a{row.id}&form=1",
            is_summative=is_summative,
            most=most,
            is_of_digits=row.points is None and row.scheme_key in self._of_digits,
        )

    def _with_breaks(self, columns: list[Column], breaks: Iterable[Period]) -> list[Column]:
        found = list(columns)
        for pause in breaks:
            place = next((at for at, column in enumerate(found) if column.day > pause.last), None)
            if place is None or place == 0:
                continue
            day = found[place - 1].day
            strip = Column(f"b{place}", "b", 0, None, day, "c-b", "break", pause.title, pause.title)
            found.insert(place, strip)
        return found


def months(columns: list[Column], second_term: date | None) -> list[tuple[str, int, str]]:
    """The band of months: title, width in columns, edge. The border of the second term is a double line."""
    band: list[list[Any]] = []
    lang = language()
    for column in columns:
        begins = second_term is not None and column.day >= second_term
        key = (column.day.year, column.day.month, begins)
        if not band or band[-1][0] != key:
            turns = bool(band) and begins and not band[-1][0][2]
            band.append([key, 0, "term" if turns else "edge" if band else ""])
            column.head = f"{column.head} {band[-1][2]}".strip()
            column.col += " term" if turns else ""
        band[-1][1] += 1
    return [(month_short(key[1], lang), span, edge) for key, span, edge in band]
