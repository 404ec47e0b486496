"""The terms and months that a journal note may be about."""

from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from core.foundation.text import month_name
from core.journals.grid.head import head_of, periods_of


def periods(session: Session, journal_id: int, today: date) -> dict[str, str]:
    """Key → title: the terms of the journal's year, then its months that have begun, the latest first."""
    head = head_of(session, journal_id)
    terms = {period.key: period.title for period in periods_of(session, head)[:-1]}
    months = {}
    day = head.first.replace(day=1)
    while day <= min(head.last, max(today, head.first)):
        months[f"{day:%Y-%m}"] = _("%(month)s %(year)s", month=month_name(day.month), year=day.year)
        day = (day + timedelta(days=32)).replace(day=1)
    return terms | dict(reversed(months.items()))
