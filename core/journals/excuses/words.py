"""What states, kinds of papers and reasons are called on the screen."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation.text import language, period_text
from core.journals.excuses.models import ExcuseReason

WAITING, ACCEPTED, REJECTED, WITHDRAWN = "waiting", "accepted", "rejected", "withdrawn"

STATES: dict[str, tuple[Any, str]] = {
    WAITING: (lazy_pgettext("announcement", "waiting"), "warning"),
    ACCEPTED: (lazy_pgettext("announcement", "justified"), "done"),
    REJECTED: (lazy_pgettext("announcement", "rejected"), "refused"),
    WITHDRAWN: (lazy_pgettext("announcement", "withdrawn"), ""),
}
"""Words and the kind of badge."""

GUARDIAN_NOTE = "guardian_note"
DOCUMENTS: dict[str, Any] = {
    GUARDIAN_NOTE: _l("note of the parents"),
    "doctor_note": _l("doctor's note"),
    "organiser": _l("organiser's confirmation"),
    "order": _l("order"),
}
"""A kind of paper as a fact; what stands in it is nobody's."""


def reasons(session: Session, *, for_families: bool) -> list[tuple[str, str]]:
    """Keys and titles of the reasons to choose from, in the school's order. One statement."""
    in_order = ExcuseReason.position, ExcuseReason.id
    found: Any = select(ExcuseReason.key, title_column()).where(ExcuseReason.is_offered).order_by(*in_order)
    if for_families:
        found = found.where(ExcuseReason.is_for_families)
    rows: Sequence[Any] = session.execute(found).all()
    return [(key, title) for key, title in rows]


def title_column() -> Any:
    """The reason's title in the language of the page."""
    return ExcuseReason.title_lv if language() == "lv" else ExcuseReason.title_en


def days_text(from_date: date, until_date: date, first: int | None, last: int | None) -> str:
    """`23.11.2026.`, `23.11.–25.11.2026.`, `23.11.2026., lessons 2–4`."""
    days = period_text(from_date, until_date)
    if first is None:
        return days
    if first == last:
        return str(_("%(day)s, lesson %(number)s", day=days, number=first))
    return str(_("%(day)s, lessons %(first)s–%(last)s", day=days, first=first, last=last))
