"""The record keeper's home: what waits for a decision, and what is not yet whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ScalarSelect, exists, func, select

from core.classes.models import ClassMembership
from core.foundation.permissions import visible
from core.foundation.scope import scope
from core.imports.access import RUN
from core.imports.models import PREVIEWED, Import
from core.people.access import enrolled_on
from core.people.guardians import UNDECIDED
from core.people.models import Guardianship, Person, PersonalFile
from core.values.asker import Asker


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something of which a number waits for somebody; with nothing waiting it is done."""

    number: int
    words: str
    hint: str
    url: str | None


def context() -> dict[str, Any]:
    """What the page shows; one statement counts all."""
    asker = scope.asker
    counted: Any = scope.session.execute(
        select(_undecided(asker), _previewed(), _classless(asker), _without_file(asker))
    ).one()
    return {"waiting": list(_lines(asker, *counted)), "day": asker.day}


def _undecided(asker: Asker) -> ScalarSelect[Any]:
    return (
        select(func.count(Guardianship.id))
        .where(
            Guardianship.access == UNDECIDED,
            Guardianship.on(asker.day),
            Guardianship.pupil_id.in_(visible(asker, "guardians.decide", Person)),
        )
        .scalar_subquery()
    )


def _previewed() -> ScalarSelect[Any]:
    return select(func.count(Import.id)).where(Import.state == PREVIEWED).scalar_subquery()


def _classless(asker: Asker) -> ScalarSelect[Any]:
    in_class = exists().where(ClassMembership.pupil_id == Person.id, ClassMembership.on(asker.day))
    return _pupils(asker, ~in_class)


def _without_file(asker: Asker) -> ScalarSelect[Any]:
    return _pupils(asker, ~exists().where(PersonalFile.pupil_id == Person.id))


def _pupils(asker: Asker, condition: Any) -> ScalarSelect[Any]:
    listed = Person.id.in_(visible(asker, "pupils.list", Person))
    return select(func.count(Person.id)).where(enrolled_on(asker), listed, condition).scalar_subquery()


def _lines(asker: Asker, undecided: int, previewed: int, classless: int, without_file: int) -> Iterator[Waiting]:
    if asker.may("guardians.decide"):
        yield Waiting(
            undecided,
            ngettext("guardian waits for a decision", "guardians wait for a decision", undecided),
            _("Until it is decided, they see nothing of the child."),
            url_for("people.decisions"),
        )
    if asker.may(RUN):
        yield Waiting(
            previewed,
            ngettext("import waits to be accepted", "imports wait to be accepted", previewed),
            _("The file was read; nothing has been changed yet."),
            url_for("imports.index"),
        )
    if asker.may("pupils.list"):
        yield Waiting(
            classless,
            ngettext("enrolled pupil is in no class", "enrolled pupils are in no class", classless),
            _("Without a class a pupil stands in no journal."),
            url_for("people.pupil_list"),
        )
        yield Waiting(
            without_file,
            ngettext("enrolled pupil has no personal file", "enrolled pupils have no personal file", without_file),
            _("The personal file is opened with its number."),
            url_for("people.pupil_list"),
        )
