"""Plans what lies beneath an enrolment: classes, programmes and statuses, each from day to day."""

from dataclasses import dataclass
from typing import Any

from core.classes.models import ClassMembership
from core.people.models import EnrolmentStatus, PupilProgramme
from core.values.access import AccessClass
from core.values.imports import FieldChange
from klade_viis_sync.planning.orders import admission, changes_of_class
from klade_viis_sync.planning.spans import Move, Span, moves, write_moves
from klade_viis_sync.planning.steps import Planning
from klade_viis_sync.present import Row
from klade_viis_sync.stays import Stay
from klade_viis_sync.tables import LEFT, STATUSES
from klade_viis_sync.writing import Ref, Writer

_STATUS_WORDS = {status: word for word, status in STATUSES.items()}


@dataclass(frozen=True, slots=True)
class Attending:
    """The moves of one stay."""

    stay: Stay
    memberships: list[Move]
    programmes: list[Move]
    statuses: list[Move]
    fields: list[FieldChange]

    def write(self, writer: Writer, pupil: Ref | int, enrolment: Ref | int) -> None:
        transfers = changes_of_class(self.stay)
        for move in self.memberships:
            by = transfers.get(move.span.from_date) if move.row is None and move.span else None
            begun_by = {"pupil_id": pupil, "order_id": by.enter(writer) if by else None}
            write_moves(writer, ClassMembership, "school_class_id", [move], begun_by)
        by = admission(self.stay)
        by_order = {"pupil_id": pupil, "order_id": by.enter(writer) if by else None}
        write_moves(writer, PupilProgramme, "programme_id", self.programmes, by_order)
        write_moves(writer, EnrolmentStatus, "status", self.statuses, {"enrolment_id": enrolment})


def attending(planning: Planning, stay: Stay, person_id: int | None, enrolment: Row | None) -> Attending:
    """Compare the classes, programmes and statuses of a stay with what is there."""
    present, first_day = planning.present, planning.first_day
    memberships = moves(
        _spans(stay, [_ref(planning, "class", step.class_name) for step in stay.rows]),
        present.memberships[person_id] if person_id else [],
        first_day,
    )
    programmes = moves(
        _spans(stay, [_ref(planning, "programme", step.programme_code) for step in stay.rows]),
        present.pupil_programmes[person_id] if person_id else [],
        first_day,
    )
    statuses = moves(
        # Who has left attended until then: that the pupil left is the enrolment's end.
        _spans(stay, ["attends" if step.status in LEFT else step.status for step in stay.rows]),
        present.statuses[enrolment.id] if enrolment else [],
        first_day,
    )
    fields = [
        *_shown("klase", memberships, present.class_names, AccessClass.GENERAL),
        *_shown("programmas_kods", programmes, present.programme_codes, AccessClass.HEALTH),
        *_shown("statuss", statuses, _STATUS_WORDS, AccessClass.GENERAL),
    ]
    return Attending(stay, memberships, programmes, statuses, fields)


def _ref(planning: Planning, kind: str, key: str) -> Ref | int:
    ref = Ref(kind, key)
    return planning.known.get(ref, ref)


def _spans(stay: Stay, values: list[Any]) -> list[Span]:
    """One span as long as the value stays the same."""
    spans: list[Span] = []
    for step, value in zip(stay.rows, values, strict=True):
        if spans and spans[-1].value == value:
            spans[-1] = Span(value, spans[-1].from_date, step.until_date)
        else:
            spans.append(Span(value, step.from_date, step.until_date))
    return spans


def _shown(column: str, found: list[Move], names: dict[Any, str], access: AccessClass) -> list[FieldChange]:
    return [FieldChange(column, _was(move, names), _becomes(move, names), access) for move in found]


def _was(move: Move, names: dict[Any, str]) -> str | None:
    row = move.row
    return f"{names.get(row.value, row.value)} ({row.from_date} – {row.until_date or '…'})" if row else None


def _becomes(move: Move, names: dict[Any, str]) -> str:
    new: dict[str, Any] = dict(move.values)
    if move.row is not None:
        new = {"value": move.row.value, "from_date": move.row.from_date, "until_date": move.row.until_date} | new
    value = new["value"]
    name = value.key if isinstance(value, Ref) else names.get(value, value)
    return f"{name} ({new['from_date']} – {new['until_date'] or '…'})"
