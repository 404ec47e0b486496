"""Access classes of columns: a query selects only those of the classes that the asker may see."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Executable, select
from sqlalchemy.orm import Session

from core.foundation.permissions import allows
from core.people.models import Person
from core.values.access import AccessClass
from core.values.asker import Asker

Facts = Mapping[str, Any]
"""A row by column; columns of a class that the asker may not see are not in it."""

_PERMISSIONS = {
    AccessClass.CONTACT: "people.contact",
    AccessClass.HEALTH: "people.health",
    AccessClass.LEGAL: "people.legal",
}


def classes_for(session: Session, asker: Asker, person_id: int) -> frozenset[AccessClass]:
    """The access classes of a person's facts that the asker may see."""
    open_ones = {
        access for access, permission in _PERMISSIONS.items() if allows(session, asker, permission, Person, person_id)
    }
    return frozenset(open_ones | {AccessClass.GENERAL})


def columns_of(model: type[Any], classes: frozenset[AccessClass]) -> list[Any]:
    """The model's columns of these classes."""
    columns = model.__table__.columns
    return [
        getattr(model, column.key) for column in columns if column.info.get("access", AccessClass.GENERAL) in classes
    ]


def facts(
    session: Session, model: type[Any], classes: frozenset[AccessClass], *conditions: ColumnElement[bool]
) -> list[Facts]:
    """Rows of a model in the order they were entered, with the columns of these classes and no other."""
    return rows_of(session, select(*columns_of(model, classes)).where(*conditions).order_by(model.id))


def rows_of(session: Session, statement: Executable) -> list[Facts]:
    """The rows of a statement by the names of their columns."""
    return [row._asdict() for row in session.execute(statement)]
