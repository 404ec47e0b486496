"""The report of an import as a table that opens in a spreadsheet and does nothing there."""

import csv
from collections.abc import Iterable
from io import StringIO

from flask_babel import gettext as _

from core.imports.queries import StoredDifference
from core.imports.texts import shown, shown_value
from core.values.access import AccessClass
from core.values.imports import FieldChange, FileProblem, Importer
from core.values.texts import N_

_KINDS = {
    "new": N_("New"),
    "changed": N_("Changed"),
    "question": N_("Question"),
    "missing": N_("Missing from the file"),
}
_OUTCOMES = {"waiting": N_("Not decided"), "applied": N_("Applied"), "left": N_("Left")}
_SEVERITIES = {"error": N_("Error"), "warning": N_("Warning")}

# A spreadsheet would compute what begins with one of these.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def report_csv(
    importer: Importer,
    stored: Iterable[StoredDifference],
    problems: Iterable[FileProblem],
    seen: frozenset[AccessClass],
) -> str:
    """Every row: what it was, what became of it and why; then the faults of the file. `seen` are the access classes
    whose values the reader may see."""
    titles = {entity.key: _(entity.title) for entity in importer.entities}
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    head = (
        _("Sort"),
        _("Name"),
        _("Difference"),
        _("Outcome"),
        _("Reason"),
        _("Fields"),
        _("File"),
        _("Line"),
        _("Column"),
    )
    writer.writerow(_safe(head))
    for one in stored:
        difference = one.difference
        fields = "; ".join(field_text(field, seen) for field in difference.fields)
        outcome, reason = _(_OUTCOMES[one.outcome]), _(one.reason) if one.reason else ""
        place = [(row.file, str(row.line)) for row in difference.rows] or [("", "")]
        told = (
            titles.get(difference.entity, ""),
            difference.title,
            _(_KINDS[difference.kind]),
            outcome,
            reason,
            fields,
        )
        for file, line in place:
            writer.writerow(_safe((*told, file, line, "")))
    for problem in problems:
        text = shown(problem.text, problem.values)
        kind = _(_SEVERITIES[problem.severity])
        writer.writerow(
            _safe(("", "", kind, "", text, "", problem.file, str(problem.line or ""), problem.column or ""))
        )
    return out.getvalue()


def field_text(field: FieldChange, seen: frozenset[AccessClass]) -> str:
    """One field in a line of text."""
    if field.access not in seen:
        return f"{field.column}: {_('not shown to your roles')}"
    old, new = shown_value(field.old), shown_value(field.new)
    return f"{field.column}: {old} → {new}" if old else f"{field.column}: {new}"


def kind_text(kind: str) -> str:
    """The word for a kind of difference."""
    return str(_(_KINDS[kind]))


def severity_text(severity: str) -> str:
    """The word for how grave a fault is."""
    return str(_(_SEVERITIES[severity]))


def _safe(cells: Iterable[str]) -> list[str]:
    return [f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells]
