"""Differences as they are stored between the preview and the moment when somebody accepts them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from core.values.access import SEALED, AccessClass
from core.values.imports import Choice, Difference, FieldChange, Kind, Plan, RowRef, Severity, Snapshot

CHOSEN_AT_FIRST = frozenset({Kind.NEW, Kind.CHANGED, Kind.QUESTION})
"""What is missing from a file is only shown: nobody is withdrawn because a row was forgotten."""


def body_of(difference: Difference) -> str:
    """All that was shown of a difference, as JSON; the same difference has the same text."""
    return orjson.dumps(
        {
            "fields": [(one.column, one.old, one.new, one.access) for one in difference.fields],
            "rows": [(row.file, row.line) for row in difference.rows],
            "needs": difference.needs,
            "choices": [(choice.key, choice.text, dict(choice.values)) for choice in difference.choices],
        }
    ).decode()


def difference_of(kind: str, entity: str, key: str, title: str, body: str) -> Difference:
    """A stored difference."""
    told: dict[str, Any] = orjson.loads(body)
    return Difference(
        Kind(kind),
        entity,
        key,
        title,
        tuple(FieldChange(column, old, new, AccessClass(access)) for column, old, new, access in told["fields"]),
        tuple(RowRef(file, line) for file, line in told["rows"]),
        tuple(told["needs"]),
        tuple(Choice(name, text, values) for name, text, values in told["choices"]),
    )


def without_sealed(body: str) -> str | None:
    """The body without the values that history keeps only as digests; nothing where it has none."""
    told = orjson.loads(body)
    bare = [[one[0], None, None, one[3]] if one[3] in SEALED else one for one in told["fields"]]
    return orjson.dumps(told | {"fields": bare}).decode() if bare != told["fields"] else None


def summary(snapshot: Snapshot, plan: Plan) -> dict[str, dict[str, Any]]:
    """The counts of a preview: rows by table, differences by entity and kind, further figures, faults by severity."""
    severities = Counter(problem.severity for problem in (*snapshot.problems, *plan.problems))
    return {
        "rows": dict(snapshot.rows),
        "entities": _counted(plan.differences, plan.same),
        "figures": dict(plan.figures),
        "problems": {severity.value: severities[severity] for severity in Severity},
    }


def _counted(differences: Iterable[Difference], same: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Entity → kind → how many; what is there already counts as `same`."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for difference in differences:
        counts[difference.entity][difference.kind.value] += 1
    for entity, number in same.items():
        counts[entity]["same"] += number
    return {entity: dict(kinds) for entity, kinds in counts.items()}
