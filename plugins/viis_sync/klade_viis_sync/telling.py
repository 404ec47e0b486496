"""How an import is told in a terminal."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from rich.console import Console
from rich.table import Table

from core.imports.reports import severity_text
from core.imports.texts import shown
from core.values.imports import FileProblem, Importer, Kind

MOST_PROBLEMS = 20


def tell_preview(console: Console, importer: Importer, counts: Mapping[str, Any], problems: list[FileProblem]) -> None:
    """The counts of a preview, and the first faults of the file."""
    table = Table(_("What the file brings"), _("New"), _("Changed"), _("Question"), _("Missing"), _("As before"))
    for entity in importer.entities:
        found = counts["entities"].get(entity.key)
        if found:
            kinds = (Kind.NEW, Kind.CHANGED, Kind.QUESTION, Kind.MISSING, "same")
            table.add_row(_(entity.title), *(str(found.get(kind, 0)) for kind in kinds))
    console.print(table)
    for title, number in counts["figures"].items():
        console.print(f"{_(title)}: {number}")
    for problem in problems[:MOST_PROBLEMS]:
        console.print(problem_line(problem), markup=False, highlight=False)
    if len(problems) > MOST_PROBLEMS:
        console.print(_("… and %(number)s more faults", number=len(problems) - MOST_PROBLEMS))


def tell_outcome(console: Console, applied: int, left: Mapping[str, Iterable[int]]) -> None:
    """How many differences were applied, and why others were left."""
    console.print(f"{_('Applied')}: {applied}")
    for reason, ids in left.items():
        console.print(f"{_('Left')}, {_(reason)}: {len(list(ids))}")


def problem_line(problem: FileProblem) -> str:
    """A fault in one line: file, line, column, what is wrong."""
    place = ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part is not None)
    return f"{place}: {severity_text(problem.severity)}: {shown(problem.text, problem.values)}"


def as_facts(problems: Iterable[FileProblem]) -> list[dict[str, Any]]:
    """Faults for a program."""
    return [
        {
            "severity": str(problem.severity),
            "file": problem.file,
            "line": problem.line,
            "column": problem.column,
            "message": shown(problem.text, problem.values),
        }
        for problem in problems
    ]
