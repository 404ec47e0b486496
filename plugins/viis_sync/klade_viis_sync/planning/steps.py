"""One difference with what it writes, and the field-by-field comparison behind it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.foundation.database import School
from core.values.access import AccessClass
from core.values.imports import Choice, Difference, FieldChange, FileProblem, Kind, RowRef, Severity
from core.values.personal_code import masked
from klade_viis_sync.present import Present, Row
from klade_viis_sync.records import Record
from klade_viis_sync.register import Register
from klade_viis_sync.tables import Table
from klade_viis_sync.writing import Ref, Write

SCHOOL, PROGRAMMES, STAFF, CLASSES = "school", "programmes", "staff", "classes"
CLASS_TEACHERS, PUPILS, ENROLMENTS, GUARDIANS = "class-teachers", "pupils", "enrolments", "guardians"

Compared = tuple[str, str, Any, Any]
"""The column in the file, the field of the record, what is there, what comes."""


@dataclass(frozen=True, slots=True)
class Step:
    """A difference and what it writes once it is accepted; a question without an answer writes nothing."""

    difference: Difference
    write: Write | None


@dataclass(slots=True)
class Planning:
    """A plan in the making: what the file says, what is there, what a person has answered so far."""

    register: Register
    present: Present
    answers: Mapping[str, str]
    steps: list[Step] = field(default_factory=list)
    same: Counter[str] = field(default_factory=Counter)
    problems: list[FileProblem] = field(default_factory=list)
    known: dict[Ref, int] = field(default_factory=dict)
    """Ids of the rows that are there already, by what the file calls them."""
    seen: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Ids of rows that the file speaks of, by entity: the others are missing from it."""
    names: dict[Ref, str] = field(default_factory=dict)
    new_persons: set[Ref] = field(default_factory=set)
    undecided: int = 0
    """Guardians of whose access a named person has to decide."""

    @property
    def day(self) -> date:
        """The day on which the file was made: what it changes, it changes from then on."""
        return self.register.manifest.created_at.date()

    @property
    def first_day(self) -> date:
        return self.register.manifest.first_day

    def add(
        self,
        kind: Kind,
        entity: str,
        key: str,
        title: str,
        fields: Iterable[FieldChange],
        rows: Iterable[RowRef],
        write: Write | None,
        needs: Iterable[str] = (),
        choices: tuple[Choice, ...] = (),
    ) -> None:
        """Enter one difference."""
        difference = Difference(
            kind, entity, key_of(entity, key), title, tuple(fields), tuple(rows), tuple(needs), choices
        )
        self.steps.append(Step(difference, write))

    def warn(self, table: Table[Any], record: Record, column: str, text: str, **values: str | int) -> None:
        """Something to look at that shows only beside what the school has."""
        file = self.register.files[table.name]
        self.problems.append(FileProblem(Severity.WARNING, file, text, values, record.line, column))

    def fault(self, table: Table[Any], record: Record, column: str, text: str, **values: str | int) -> None:
        """A row that cannot be brought in as the school is."""
        file = self.register.files[table.name]
        self.problems.append(FileProblem(Severity.ERROR, file, text, values, record.line, column))

    def row(self, table: Table[Any], record: Record) -> RowRef:
        return RowRef(self.register.files[table.name], record.line)

    def knows(self, ref: Ref) -> bool:
        """The row is in the school; a pupil of whom the file brings no own row is looked up by code or number."""
        if ref not in self.known and ref.kind == "person":
            person_id = self.present.by_code.get(ref.key) or self.present.by_number.get(ref.key)
            if person_id is not None:
                self.known[ref] = person_id
        return ref in self.known

    def name_of(self, person: Ref) -> str:
        """Surname first, by the file, else as the school has it."""
        return self.names.get(person) or self.present.listed_name(self.known[person])

    def needs(self, entity: str, ref: Ref, key: str) -> tuple[str, ...]:
        """The difference that must be accepted first, where the row is not there yet."""
        return () if ref in self.known else (key_of(entity, key),)


def key_of(entity: str, key: str) -> str:
    """The key of a difference, stable from one reading to the next."""
    return f"{entity}:{key}"


_ACCESS = {
    "personas_kods": AccessClass.CONTACT,
    "talrunis": AccessClass.CONTACT,
    "epasts": AccessClass.CONTACT,
    "deklareta_adrese": AccessClass.CONTACT,
    "faktiska_adrese": AccessClass.CONTACT,
    "arpusgimenes_aprupe": AccessClass.LEGAL,
    "ir_aizgadiba": AccessClass.LEGAL,
    "sazinas_aizliegums": AccessClass.LEGAL,
    "spec_vajadziba_kods": AccessClass.HEALTH,
    "pmk_atzinuma_nr": AccessClass.HEALTH,
    "pmk_datums": AccessClass.HEALTH,
}


def shown(column: str, old: Any, new: Any, access: AccessClass | None = None) -> FieldChange:
    """A field as it is shown, in the words of the file."""
    return FieldChange(
        column, _text(column, old), _text(column, new), access or _ACCESS.get(column, AccessClass.GENERAL)
    )


_WORDS: dict[str, dict[Any, str]] = {
    "dzimums": {"m": "V", "f": "S"},
    "saikne": {"mother": "mate", "father": "tevs", "guardian": "aizbildnis", "other": "cits"},
    "statuss": {
        "attends": "macas",
        "academic-leave": "akademiskais_partraukums",
        "repeats": "atkartoti",
        "extended": "pagarinats",
        "graduated": "absolvejis",
        "withdrawn": "atskaitits",
    },
}


def _text(column: str, value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "1" if value else "0"
    if column == "personas_kods":
        return masked(str(value))
    if column == "likmes":
        return f"{value / 100:.2f}"
    if isinstance(value, date):
        return value.isoformat()
    words = _WORDS.get(column, {})
    return words.get(value, str(value))


def differing(record: Record, old: Mapping[str, Any], fields: Iterable[str]) -> dict[str, Any]:
    """The fields of a record that say something else than what is there. What the file leaves empty says nothing."""
    found = {}
    for name in fields:
        new = getattr(record, name)
        if new is not None and new != old.get(name):
            found[name] = new
    return found


def changes_shown(table: Table[Any], old: Mapping[str, Any], new: Mapping[str, Any]) -> list[FieldChange]:
    """Changed fields under the names of their columns."""
    names = {column.field: column.name for column in table.columns}
    return [shown(names[name], old.get(name), value) for name, value in new.items() if name in names]


def changing(model: type[School], row: Row, new: dict[str, Any]) -> Write:
    """The write of some new values into one row."""
    return lambda writer: writer.change(model, row, new)
