"""Mācību gada sākums: the superuser's checklist."""

from typing import Any

from core.foundation.scope import scope
from core.home.duties import url_of
from core.journals.start import start_checklist
from core.schools.queries import year_on


def context() -> dict[str, Any]:
    """What the page shows; a fixed number of statements."""
    session, day = scope.session, scope.asker.day
    lines = start_checklist(session)
    year = year_on(session, day)
    return {
        "lines": [(line, url_of(line.endpoint, line.values)) for line in lines],
        "done": sum(line.done for line in lines),
        "next": next((line.key for line in lines if not line.done), None),
        "year": year.title if year else "",
    }
