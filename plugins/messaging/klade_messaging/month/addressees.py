"""To whom transcripts go: the pupil, and each guardian who may see the marks and receives messages."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation.runtime import klade
from core.people.models import Guardianship, Person
from core.people.queries.families import family_with
from klade_messaging.letters.writing import Hat, Recipient

RIGHT = "diary.marks"
"""Who sees the marks in the diary gets the transcript."""


def recipients(session: Session, pupil_ids: Sequence[int], day: date) -> dict[int, list[Recipient]]:
    """By pupil, the pupil first. One statement."""
    found: defaultdict[int, list[Recipient]] = defaultdict(list)
    for one in family_with(session, klade().role_books.of(session), RIGHT, pupil_ids, day):
        hat = Hat.PUPIL if one.child_id is None else Hat.GUARDIAN
        found[one.pupil_id].append(Recipient(one.person_id, hat, one.child_id))
    for of_pupil in found.values():
        of_pupil.sort(key=lambda one: (one.hat != Hat.PUPIL, one.person_id))
    return dict(found)


@dataclass(frozen=True, slots=True)
class Named:
    """A recipient as the page names one."""

    person_id: int
    name: str
    """Surname first."""
    relation: str
    """Of a guardian: `mother`; of the pupil empty."""


def named(
    session: Session, found: Mapping[int, Sequence[Recipient]], pupils: Collection[int], day: date
) -> dict[int, list[Named]]:
    """The recipients by name, in the order of the alphabet, the pupil first. Two statements."""
    people = {one.person_id for of_pupil in found.values() for one in of_pupil}
    names = {
        id_: (sort, f"{family} {given}")
        for id_, sort, family, given in session.execute(
            select(Person.id, Person.sort_key, Person.family_name, Person.given_name).where(Person.id.in_(people))
        )
    }
    relations = {
        (pupil, guardian): relation
        for pupil, guardian, relation in session.execute(
            select(Guardianship.pupil_id, Guardianship.guardian_id, Guardianship.relation).where(
                Guardianship.pupil_id.in_(pupils), Guardianship.on(day)
            )
        )
    }
    shown = {}
    for pupil, of_pupil in found.items():
        ordered = sorted(of_pupil, key=lambda one: (one.hat != Hat.PUPIL, names[one.person_id][0], one.person_id))
        shown[pupil] = [
            Named(one.person_id, names[one.person_id][1], relations.get((pupil, one.person_id), "")) for one in ordered
        ]
    return shown
