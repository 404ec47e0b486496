"""From rows of affiliation to stays: rows that follow each other without a withdrawal are one stay in the school."""

from dataclasses import dataclass
from datetime import date, timedelta

from klade_viis_sync.records import AffiliationRow
from klade_viis_sync.tables import LEFT


@dataclass(frozen=True, slots=True)
class Stay:
    """One pupil's time in the school from admission to withdrawal; a row for each class, in order."""

    rows: tuple[AffiliationRow, ...]

    @property
    def first(self) -> AffiliationRow:
        return self.rows[0]

    @property
    def last(self) -> AffiliationRow:
        return self.rows[-1]

    @property
    def pupil(self) -> str:
        return self.first.pupil

    @property
    def from_date(self) -> date:
        return self.first.from_date

    @property
    def until_date(self) -> date | None:
        return self.last.until_date


def stays_of(rows: list[AffiliationRow]) -> list[Stay]:
    """The stays of all pupils, in the order in which the pupils first stand in the file."""
    by_pupil: dict[str, list[AffiliationRow]] = {}
    for row in rows:
        by_pupil.setdefault(row.pupil, []).append(row)
    return [stay for its_rows in by_pupil.values() for stay in _joined(its_rows)]


def _joined(rows: list[AffiliationRow]) -> list[Stay]:
    stays: list[list[AffiliationRow]] = []
    for row in sorted(rows, key=lambda row: row.from_date):
        if stays and _follows(stays[-1][-1], row):
            stays[-1].append(row)
        else:
            stays.append([row])
    return [Stay(tuple(rows)) for rows in stays]


def _follows(before: AffiliationRow, row: AffiliationRow) -> bool:
    has_left = before.withdrawal_number is not None or before.status in LEFT
    return not has_left and before.until_date == row.from_date - timedelta(days=1)
