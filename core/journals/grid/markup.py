"""A cell as HTML. Written in one string a row: a template that yields each cell's parts costs most of the page."""

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
        self._escaped: dict[str, str] = {}

    def empty_row(self, pupil: int) -> list[str]:
        """The cells of a pupil of whom nothing is written, one a column."""
        return self._empty_row.replace(_PUPIL, str(pupil)).split(_NEXT)

    def cell(self, name: str, shown: Shown) -> str:
        """A cell with what stands in it."""
        version, look, text, value, old, own = shown
        if not text:
            return f'<td id="{name}" data-v="{version}"></td>' if version else f'<td id="{name}"></td>'
        head = f'<td id="{name}" data-v="{version}"'
        if look:
            head += f' class="{look}"'
        if value != text:
            head += f' data-t="{self._text(value)}"'
        if own:
            head += " data-own"
        before = f"<s>{self._text(old)}</s> " if old else ""
        if look == "k" and text != "k":
            return f"{head}>{before}<b>k</b><sup>{self._text(text[1:])}</sup></td>"
        said = self._text(text)
        return f"{head}>{before}<b>{said}</b></td>" if look else f"{head}>{before}{said}</td>"

    def _text(self, text: str) -> str:
        """Escaped; the same few marks stand in hundreds of cells."""
        found = self._escaped.get(text)
        if found is None:
            found = self._escaped[text] = str(escape(text))
        return found


def row_markup(cells: Iterable[str]) -> Markup:
    return Markup("".join(cells))  # noqa: S704  # every part of it was escaped where it was made
