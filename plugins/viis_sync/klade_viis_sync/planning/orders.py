"""Orders of the head, as the file names them: by kind, number and date."""

from datetime import date
from typing import NamedTuple

from core.schools.models import Order
from klade_viis_sync.planning.steps import Planning
from klade_viis_sync.stays import Stay
from klade_viis_sync.writing import Ref, Writer

ADMISSION, WITHDRAWAL, CHANGE_OF_CLASS = "admission", "withdrawal", "class"


class OrderName(NamedTuple):
    """An order by what tells it from others."""

    kind: str
    number: str
    dated: date | None

    @property
    def ref(self) -> Ref:
        return Ref("order", f"{self.kind}/{self.number}/{self.dated}")

    @property
    def text(self) -> str:
        """As people name it."""
        return f"{self.number} ({self.dated})"

    def enter(self, writer: Writer) -> Ref:
        """The order, entered where it is not there yet."""
        if not writer.knows(self.ref):
            writer.insert(Order, {"number": self.number, "dated": self.dated, "kind": self.kind}, self.ref)
        return self.ref


def know_orders(planning: Planning) -> None:
    """The orders that the school has already."""
    for name, order_id in planning.present.orders.items():
        planning.known[OrderName(name[2], name[0], name[1]).ref] = order_id


def admission(stay: Stay) -> OrderName | None:
    """By which the pupil came into the school."""
    first = stay.first
    return OrderName(ADMISSION, first.admission_number, first.admission_date) if first.admission_number else None


def withdrawal(stay: Stay) -> OrderName | None:
    """By which the pupil left it."""
    last = stay.last
    return OrderName(WITHDRAWAL, last.withdrawal_number, last.withdrawal_date) if last.withdrawal_number else None


def changes_of_class(stay: Stay) -> dict[date, OrderName]:
    """By which the pupil moved from class to class, by the day of each move."""
    return {
        step.from_date: OrderName(CHANGE_OF_CLASS, step.admission_number, step.admission_date)
        for step in stay.rows[1:]
        if step.admission_number
    }
