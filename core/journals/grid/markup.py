"""Columns and cells as HTML, one string a row: a template that yields and escapes each part costs half of the page."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from core.journals.grid.columns import Column
from core.journals.grid.shown import Shown

OUTSIDE = '<td class="x"></td>'
_BREAK = '<td class="b"></td>'
# A pupil's id stands where this stands in the row of somebody of whom nothing is written.
_PUPIL, _NEXT = "\0", "\n"


class CellMarkup:
    """The cells of rows below these columns."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._empty_row = _NEXT.join(
            _BREAK if column.kind == "b" else f'<td id="{column.id}-{_PUPIL}"></td>' for column in columns
        )
        self._insides: dict[tuple[str, str, str, str, bool, str], str] = {}

    def empty_row(self, pupil: int) -> list[str]:
        """The cells of a pupil of whom nothing is written, one a column."""
        return self._empty_row.replace(_PUPIL, str(pupil)).split(_NEXT)

    def cell(self, name: str, shown: Shown) -> str:
        """A cell with what stands in it."""
        version = shown.version
        if not shown.text:
            return f'<td id="{name}" data-v="{version}"></td>' if version else f'<td id="{name}"></td>'
        key = shown[1:]
        inside = self._insides.get(key)
        if inside is None:
            # The same few marks stand in hundreds of cells.
            inside = self._insides[key] = _inside(shown)
        return f'<td id="{name}" data-v="{version}"{inside}</td>'


def _inside(shown: Shown) -> str:
    """Of a cell's markup: from its looks to what is written in it."""
    look, text = shown.look, escape(shown.text)
    head = f' class="{look}"' if look else ""
    if shown.value != shown.text:
        head += f' data-t="{escape(shown.value)}"'
    if shown.own:
        head += " data-own"
    if shown.comment:
        head += f' data-c="{escape(shown.comment)}"'
    before = f"<s>{escape(shown.old)}</s> " if shown.old else ""
    if look == "k" and shown.text != "k":
        return f"{head}>{before}<b>k</b><sup>{escape(shown.text[1:])}</sup>"
    return f"{head}>{before}<b>{text}</b>" if look else f"{head}>{before}{text}"


def widths(columns: Iterable[Column]) -> Markup:
    """A `col` a column."""
    return row_markup(f'<col id="c-{column.id}" class="{column.col}">' for column in columns)


def dates(columns: Iterable[Column]) -> Markup:
    """The day, or the kind of work, above each column; a link to the plain form of it."""
    return row_markup(map(_date, columns))


def _date(column: Column) -> str:
    label = ""
    if column.label:
        said = escape(column.label)
        label = f' aria-label="{said}" title="{said}"'
    top = escape(column.top)
    if not column.href:
        return f'<th scope="col" class="{column.head}"{label}><span class="visually-hidden">{top}</span></th>'
    named = f'data-col="{column.id}" data-lesson="{column.lesson or ""}" data-kind="{column.kind}"'
    if column.most:
        named += f' data-most="{column.most}"'
    if column.is_of_digits:
        named += " data-digits"
    return f'<th scope="col" {named} class="{column.head}"{label}><a href="{escape(column.href)}">{top}</a></th>'


def numbers(columns: Iterable[Column]) -> Markup:
    """The lesson's number, or scheme and weight, above each column; a break's title."""
    return row_markup(map(_number, columns))


def _number(column: Column) -> str:
    bottom = str(escape(column.bottom))
    if column.kind == "b":
        bottom = f'<span aria-hidden="true">{bottom}</span>'
    version = "" if column.roll is None else f' data-v="{column.roll}"'
    hint = f' title="{escape(column.hint)}"' if column.hint else ""
    return f'<td id="h-{column.id}" class="{column.head}"{version}{hint}>{bottom}</td>'


def row_markup(cells: Iterable[str]) -> Markup:
    return Markup("".join(cells))  # noqa: S704  # every part of it was escaped where it was made
