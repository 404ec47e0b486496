"""Everybody whom somebody may write to on a day: pupils, guardians on behalf of a child, staff."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_pgettext
from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session, aliased

from core.classes.models import ClassMembership, ClassTeacher, SchoolClass
from core.foundation.permissions import visible
from core.journals.register.models import JournalTeacher
from core.people.adults import guardians_still_see
from core.people.models import Enrolment, Guardianship, Person, Post, RoleHeld
from core.values.asker import Asker
from klade_messaging.letters.access import WRITE_GUARDIANS, WRITE_PUPILS, WRITE_STAFF
from klade_messaging.letters.writing import Hat, Recipient

_RELATIONS: dict[str, Any] = {
    "mother": lazy_pgettext("relation", "mother"),
    "father": lazy_pgettext("relation", "father"),
}

# The state register writes a post with the code of its profession: `2330 01 vispārējās izglītības skolotājs`.
_CODE = re.compile(r"^[\d ]+")


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who may be written to, and what tells one from others of that name."""

    recipient: Recipient
    name: str
    """Surname first."""
    about: str
    """`10.a`; `Elza Čakste, 10.a, mother`; a post."""

    @property
    def key(self) -> str:
        """As a form names the addressee: `pupil-12`, `guardian-34-12`, `staff-5`."""
        one = self.recipient
        return "-".join(str(part) for part in (one.hat.value, one.person_id, one.child_id) if part is not None)


def is_enrolled(day: date) -> ColumnElement[bool]:
    """The person is a pupil on that day."""
    return exists().where(Enrolment.pupil_id == Person.id, Enrolment.on(day))


def works_here(day: date) -> ColumnElement[bool]:
    """The person has a post, a role, a journal or a class on that day."""
    facts: list[Any] = [aliased(fact) for fact in (Post, RoleHeld, JournalTeacher, ClassTeacher)]
    return or_(*(exists().where(fact.person_id == Person.id, fact.on(day)) for fact in facts))


def stands_by(bond: Any, day: date) -> tuple[ColumnElement[bool], ...]:
    """The guardian of the pupil `Person` may hear about the child on that day."""
    return bond.access == "granted", bond.on(day), guardians_still_see(day), is_enrolled(day)


def pupils(session: Session, asker: Asker, *wanted: ColumnElement[bool]) -> list[Addressee]:
    """Pupils whom the asker may write to, in the order of their names. One statement."""
    rows = session.execute(
        select(Person.id, Person.family_name, Person.given_name, SchoolClass.grade, SchoolClass.letter)
        .outerjoin(ClassMembership, (ClassMembership.pupil_id == Person.id) & ClassMembership.on(asker.day))
        .outerjoin(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .where(
            is_enrolled(asker.day),
            Person.id.in_(visible(asker, WRITE_PUPILS, Person)),
            Person.id != asker.person_id,
            *wanted,
        )
        .order_by(Person.sort_key, Person.id)
    )
    return [
        Addressee(Recipient(id_, Hat.PUPIL), f"{family} {given}", _class(grade, letter))
        for id_, family, given, grade, letter in rows
    ]


def guardians(session: Session, asker: Asker, *wanted: ColumnElement[bool]) -> list[Addressee]:
    """Guardians whom the asker may write to about a pupil `Person`, and who take letters. One statement."""
    guardian = aliased(Person)
    rows = session.execute(
        select(
            guardian.id,
            guardian.family_name,
            guardian.given_name,
            Person.id,
            Person.given_name + " " + Person.family_name,
            Guardianship.relation,
            SchoolClass.grade,
            SchoolClass.letter,
        )
        .join(Guardianship, Guardianship.guardian_id == guardian.id)
        .join(Person, Person.id == Guardianship.pupil_id)
        .outerjoin(ClassMembership, (ClassMembership.pupil_id == Person.id) & ClassMembership.on(asker.day))
        .outerjoin(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .where(
            *stands_by(Guardianship, asker.day),
            Guardianship.receives_messages,
            Person.id.in_(visible(asker, WRITE_GUARDIANS, Person)),
            guardian.id != asker.person_id,
            *wanted,
        )
        .order_by(guardian.sort_key, guardian.id, Person.sort_key, Person.id)
    )
    return [
        Addressee(
            Recipient(id_, Hat.GUARDIAN, child_id),
            f"{family} {given}",
            _joined(child, _class(grade, letter), _RELATIONS.get(relation)),
        )
        for id_, family, given, child_id, child, relation, grade, letter in rows
    ]


def staff(session: Session, asker: Asker, *wanted: ColumnElement[bool]) -> list[Addressee]:
    """Staff whom the asker may write to, with their posts. Two statements."""
    reached = (
        works_here(asker.day),
        Person.id.in_(visible(asker, WRITE_STAFF, Person)),
        Person.id != asker.person_id,
        *wanted,
    )
    rows = session.execute(
        select(Person.id, Person.family_name, Person.given_name).where(*reached).order_by(Person.sort_key, Person.id)
    ).all()
    posts: defaultdict[int, list[str]] = defaultdict(list)
    told = select(Post.person_id, Post.title).join(Person, Person.id == Post.person_id).where(Post.on(asker.day))
    for person_id, title in session.execute(told.where(*reached).order_by(Post.id)):
        posts[person_id].append(_CODE.sub("", title))
    return [
        Addressee(Recipient(id_, Hat.STAFF), f"{family} {given}", _joined(*posts[id_][:1]))
        for id_, family, given in rows
    ]


def everybody(session: Session, asker: Asker) -> list[Addressee]:
    """All whom the asker may write to: staff, pupils, guardians. Four statements."""
    return [*staff(session, asker), *pupils(session, asker), *guardians(session, asker)]


def fitting(people: Iterable[Addressee], typed: str, most: int) -> list[Addressee]:
    """Those whose name or child has each of the typed words at the beginning of one of its own."""
    wanted = plain(typed).split()
    found = (one for one in people if wanted and _fits(plain(f"{one.name} {one.about}").split(), wanted))
    return [one for one, _number in zip(found, range(most), strict=False)]


def plain(text: str) -> str:
    """A text as fingers type it: small letters without their marks."""
    return text.casefold().translate(_PLAIN)


_PLAIN = str.maketrans("āčēģīķļņōŗšūž", "acegiklnorsuz", ",.()")


def _fits(words: list[str], wanted: list[str]) -> bool:
    return all(any(word.startswith(one) for word in words) for one in wanted)


def _class(grade: int | None, letter: str | None) -> str:
    return "" if grade is None else f"{grade}.{letter}"


def _joined(*parts: Any) -> str:
    return ", ".join(str(part) for part in parts if part)


def still_there(session: Session, day: date, recipients: Iterable[Recipient]) -> list[Recipient]:
    """Those of the recipients who are at the school by that day, or guardians of who is. At most three statements."""
    wanted = list(dict.fromkeys(recipients))
    bond = aliased(Guardianship)
    present: set[Recipient] = set()
    of_hat = {hat: [one for one in wanted if one.hat is hat] for hat in Hat}
    for hat, is_there in ((Hat.STAFF, works_here(day)), (Hat.PUPIL, is_enrolled(day))):
        if of_hat[hat]:
            ids = [one.person_id for one in of_hat[hat]]
            there = session.scalars(select(Person.id).where(Person.id.in_(ids), is_there))
            present.update(Recipient(id_, hat) for id_ in there)
    if of_hat[Hat.GUARDIAN]:
        rows = session.execute(
            select(bond.guardian_id, bond.pupil_id)
            .join(Person, Person.id == bond.pupil_id)
            .where(bond.guardian_id.in_([one.person_id for one in of_hat[Hat.GUARDIAN]]), *stands_by(bond, day))
        )
        present.update(Recipient(guardian, Hat.GUARDIAN, child) for guardian, child in rows)
    return [one for one in wanted if one in present]
