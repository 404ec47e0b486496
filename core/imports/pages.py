"""What the pages of imports show, worked out from the stored differences."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from core.imports.models import Import
from core.imports.queries import (
    StoredDifference,
    chosen_counts,
    differences_of,
    outcome_counts,
    problems_of,
)
from core.values.access import AccessClass
from core.values.asker import EVERYTHING, Asker
from core.values.imports import FileProblem, Importer, Kind

ON_A_PAGE = 100

_PERMISSIONS = {
    AccessClass.CONTACT: "people.contact",
    AccessClass.HEALTH: "people.health",
    AccessClass.LEGAL: "people.legal",
}


def seen_classes(asker: Asker) -> frozenset[AccessClass]:
    """The classes of values that the asker may see of everybody."""
    held = {access for access, permission in _PERMISSIONS.items() if EVERYTHING in asker.scopes(permission)}
    return frozenset({AccessClass.GENERAL, *held})


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of thing: how many are new, changed, missing, the same; how many are chosen."""

    key: str
    title: str
    url: str
    active: bool
    counts: Mapping[str, int]
    counts_among_figures: bool
    chosen: int

    @property
    def label(self) -> str:
        """What the tab says; a red number would ask for something."""
        return f"{self.title} {self.differing}"

    @property
    def differing(self) -> int:
        """How many are not as they are here."""
        return sum(number for kind, number in self.counts.items() if kind != "same")

    @property
    def can_be_chosen(self) -> int:
        return self.differing - self.counts.get(Kind.MISSING, 0)


@dataclass(frozen=True, slots=True)
class DifferencePage:
    """Some of the differences of one sort."""

    rows: list[StoredDifference]
    first: int
    last: int
    total: int
    earlier_url: str | None
    later_url: str | None


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One import as its page shows it."""

    entered: Import
    about: Mapping[str, str]
    rows: Mapping[str, int]
    figures: list[tuple[int, str]]
    sorts: list[Sort]
    problems: list[FileProblem]
    problem_counts: Mapping[str, int]
    questions: list[StoredDifference]
    answers: Mapping[str, str]
    page: DifferencePage | None
    outcomes: list[tuple[str, str | None, int]]

    @property
    def chosen(self) -> int:
        return sum(sort.chosen for sort in self.sorts)

    @property
    def differing(self) -> int:
        return sum(sort.can_be_chosen for sort in self.sorts)


def import_page(session: Session, importer: Importer, entered: Import, entity: str, number: int) -> ImportPage:
    """One import with a page of the differences of one sort (by default the first that has any)."""
    counts: dict[str, Any] = orjson.loads(entered.counts)
    by_entity: dict[str, dict[str, int]] = counts.get("entities", {})
    sorts = _sorts(session, importer, entered.id, by_entity, entity)
    active = next((sort for sort in sorts if sort.active), None)
    figures = [(number, _(title)) for title, number in counts.get("figures", {}).items() if number]
    return ImportPage(
        entered,
        orjson.loads(entered.about),
        counts.get("rows", {}),
        figures,
        sorts,
        problems_of(session, entered.id),
        counts.get("problems", {}),
        differences_of(session, entered.id, kind=Kind.QUESTION).read(),
        orjson.loads(entered.answers),
        _page(session, entered.id, active.key, number) if active else None,
        outcome_counts(session, entered.id),
    )


def _sorts(
    session: Session, importer: Importer, import_id: int, counts: Mapping[str, Mapping[str, int]], entity: str
) -> list[Sort]:
    chosen = chosen_counts(session, import_id)
    with_any = [one.key for one in importer.entities if _differing(counts.get(one.key, {}))]
    active = entity if entity in with_any else next(iter(with_any), "")
    return [
        Sort(
            one.key,
            _(one.title),
            url_for("imports.show", import_id=import_id, sort=one.key),
            one.key == active,
            counts[one.key],
            one.counts,
            chosen.get(one.key, 0),
        )
        for one in importer.entities
        if one.key in counts
    ]


def _differing(counts: Mapping[str, int]) -> int:
    return sum(number for kind, number in counts.items() if kind != "same")


def _page(session: Session, import_id: int, entity: str, number: int) -> DifferencePage:
    query = differences_of(session, import_id, entity)
    total = query.count()
    last_page = max((total - 1) // ON_A_PAGE, 0)
    number = min(max(number, 0), last_page)
    first = number * ON_A_PAGE
    rows = query.read(first, ON_A_PAGE)

    def url(page: int) -> str:
        return url_for("imports.show", import_id=import_id, sort=entity, page=page)

    return DifferencePage(
        rows,
        first + 1 if rows else 0,
        first + len(rows),
        total,
        url(number - 1) if number else None,
        url(number + 1) if number < last_page else None,
    )
