"""Where a journal is found: endpoint and values, for links from duties, first screens and plugins."""

from typing import Any

GRID = "grid.show"


def journal_address(journal_id: int, lesson_id: int | None = None) -> tuple[str, dict[str, Any]]:
    """The journal's grid, at a lesson if one is given."""
    at_lesson = {} if lesson_id is None else {"column": f"l{lesson_id}"}
    return GRID, {"journal_id": journal_id, **at_lesson}
