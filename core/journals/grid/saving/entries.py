"""What was written, and what became of it."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from core.journals.grid.cells import CellName
from core.journals.grid.shown import Shown

Result = dict[str, Any]

CORRECTION, RETAKE = "correction", "retake"


@dataclass(frozen=True, slots=True)
class Entry:
    """One written cell: which, over which version, what."""

    cell: CellName
    version: int
    value: str
    how: str | None = None
    """Of a mark that is written over: `correction` or `retake`."""


def saved(entry: Entry, shown: Shown, notice: Any = None) -> Result:
    found = shown.answer(str(entry.cell)) | {"state": "saved"}
    return found | {"notice": str(notice)} if notice else found


def refused(entry: Entry, reason: Any, kept: Shown, **more: Any) -> Result:
    """Nothing changed; the former value is named, because it is what stands."""
    text = str(reason)
    if kept.text:
        text += " " + _("The former value %(value)s is kept.", value=kept.text)
    standing = {"value": kept.value, "version": kept.version}
    return {"cell": str(entry.cell), "state": "refused", "reason": text, "kept": standing} | more


def conflict(entry: Entry, shown: Shown, author: str, at: str) -> Result:
    found = shown.answer(str(entry.cell))
    return found | {"state": "conflict", "author": author, "at": at} | ({"how": entry.how} if entry.how else {})
