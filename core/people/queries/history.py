"""The history of what stands in a personal file, in words, as far as the asker may see it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from core.foundation.history.lines import is_sealed, restored
from core.foundation.history.queries import HistoryLine, history_of
from core.foundation.text import date_text, moment_text
from core.people import words
from core.people.history_words import COLUMNS, KEYS, NOT_KEPT, TABLES, UNSAID, YES_NO
from core.people.models import (
    Address,
    CareStatus,
    Contact,
    Enrolment,
    EnrolmentStatus,
    GuardianDecision,
    Guardianship,
    IdentityDocument,
    Person,
    PersonalFile,
    PreviousEducation,
    PupilProgramme,
    SupportNeed,
)
from core.people.queries.file import PupilFile
from core.schools.models import Order, Programme
from core.values.access import AccessClass
from core.values.personal_code import masked


@dataclass(frozen=True, slots=True)
class Alteration:
    """One column: what it was and what it became, as a person reads it."""

    column: Any
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class PastChange:
    """What one act of a person or a command did to one row."""

    at: datetime
    author: str
    reason: str | None
    of: Any
    """What the row is: `Contact`, `Enrolment`."""
    alterations: tuple[Alteration, ...]


def history_of_file(session: Session, file: PupilFile) -> list[PastChange]:
    """Every change of the rows of a file, newest first. A fixed number of statements."""
    lines = [
        line for model, ids in _rows(session, file) if ids for line in history_of(session, model.__tablename__, ids)
    ]
    names = _Names(session, lines)
    told: dict[tuple[int, str, int], list[Alteration]] = {}
    first: dict[tuple[int, str, int], HistoryLine] = {}
    for line in sorted(lines, key=lambda line: -line.change_id):
        row = (line.change_id, line.table, line.row_id)
        first.setdefault(row, line)
        told.setdefault(row, []).extend(_told(line, file.classes, names))
    return [
        PastChange(line.at, line.author, line.reason, TABLES[line.table], tuple(told[row]))
        for row, line in first.items()
        if told[row]
    ]


def _rows(session: Session, file: PupilFile) -> Iterator[tuple[Any, list[int]]]:
    """The models whose rows the asker may see, with the ids of the file's rows, ended and taken back ones too."""
    pupil = file.person["id"]
    yield Person, [pupil]
    general: list[tuple[Any, Any]] = [
        (PersonalFile, PersonalFile.pupil_id == pupil),
        (PreviousEducation, PreviousEducation.person_id == pupil),
        (Enrolment, Enrolment.pupil_id == pupil),
        (EnrolmentStatus, EnrolmentStatus.enrolment_id.in_([row["id"] for row in file.enrolments])),
    ]
    if AccessClass.CONTACT in file.classes:
        general += [(model, model.person_id == pupil) for model in (Contact, Address, IdentityDocument)]
    if AccessClass.HEALTH in file.classes:
        general += [(model, model.pupil_id == pupil) for model in (PupilProgramme, SupportNeed)]
    if AccessClass.LEGAL in file.classes:
        general.append((CareStatus, CareStatus.pupil_id == pupil))
    if file.sees_guardians:
        bonds = select(Guardianship.id).where(Guardianship.pupil_id == pupil)
        general.append((Guardianship, Guardianship.pupil_id == pupil))
        if AccessClass.LEGAL in file.classes:
            general.append((GuardianDecision, GuardianDecision.guardianship_id.in_(bonds)))
    for model, condition in general:
        yield model, list(session.scalars(select(model.id).where(condition)))


def _told(line: HistoryLine, classes: frozenset[AccessClass], names: "_Names") -> Iterator[Alteration]:
    table = Person.metadata.tables[line.table]
    for name, old, new in _columns(line):
        column = table.columns[name]
        if name in COLUMNS and column.info.get("access", AccessClass.GENERAL) in classes and old != new:
            yield Alteration(COLUMNS[name], names.said(table, name, old), names.said(table, name, new))


def _columns(line: HistoryLine) -> Iterator[tuple[str, Any, Any]]:
    """Column, old and new value; of a whole row those that say something."""
    if line.column is not None:
        yield line.column, line.old, line.new
        return
    old, new = line.old or {}, line.new or {}
    for name in old | new:
        values = (old.get(name), new.get(name))
        if not any(is_sealed(value) for value in values):
            yield name, *values


class _Names:
    """What ids in history stand for: looked up once for all lines."""

    _REFERRED: ClassVar[dict[str, Any]] = {"order": Order, "programme": Programme, "person": Person}
    _COLUMNS = {
        "admission_order_id": "order",
        "withdrawal_order_id": "order",
        "order_id": "order",
        "programme_id": "programme",
        "guardian_id": "person",
        "checked_by_id": "person",
        "decided_by_id": "person",
    }

    def __init__(self, session: Session, lines: Iterable[HistoryLine]) -> None:
        wanted: dict[str, set[int]] = {kind: set() for kind in self._REFERRED}
        for line in lines:
            for name, *values in _columns(line):
                if name in self._COLUMNS:
                    wanted[self._COLUMNS[name]].update(value for value in values if isinstance(value, int))
        self._said = {
            (kind, row.id): _name(row)
            for kind, model in self._REFERRED.items()
            for row in session.scalars(select(model).where(model.id.in_(wanted[kind])))
        }

    def said(self, table: Table, name: str, value: Any) -> str:
        """A stored value as a person reads it; empty for none."""
        if value is None:
            return ""
        if is_sealed(value):
            return str(NOT_KEPT)
        if name == "personal_code":
            # Showing a code in full is a reading of its own kind; history is no way around it.
            return masked(value)
        if name in self._COLUMNS:
            return self._said.get((self._COLUMNS[name], value), str(UNSAID))
        if isinstance(value, bool):
            return str(YES_NO[value])
        plain = restored(table.columns[name], value)
        if isinstance(plain, datetime):
            return moment_text(plain)
        if isinstance(plain, date):
            return date_text(plain)
        if name in _TITLES:
            return str(_TITLES[name](plain))
        return str(KEYS.get(name, {}).get(plain, plain))


_TITLES = {"language": words.language_title, "citizenship": words.country_title}


def _name(row: Any) -> str:
    if isinstance(row, Order):
        return f"{row.number}, {date_text(row.dated)}" if row.dated else row.number
    if isinstance(row, Programme):
        return f"{row.code} {row.title}"
    return str(row.full_name)
