"""Finding people by typing: the names that a field offers, and who is meant by what was typed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from core.classes.models import ClassMembership, SchoolClass
from core.foundation.errors import Invalid, Problem
from core.foundation.forms import NOT_SAVED
from core.people.models import Enrolment, Person, Post


@dataclass(frozen=True, slots=True)
class Named:
    """A person and the words by which the field finds exactly that person."""

    id: int
    label: str


def teachers(session: Session, day: date) -> list[Named]:
    """Everybody with a post on that day; where two have one name, the post tells them apart."""
    rows = session.execute(
        select(Person.id, Person.family_name, Person.given_name, Post.title)
        .join(Post, Post.person_id == Person.id)
        .where(Post.on(day))
        .order_by(Person.sort_key, Person.id, Post.from_date)
    )
    found = {id_: (f"{family} {given}", post) for id_, family, given, post in rows}
    return _distinct([(id_, name, post) for id_, (name, post) in found.items()])


def pupils(session: Session, day: date) -> list[Named]:
    """Every pupil of that day with the class."""
    rows = session.execute(
        select(Person.id, Person.family_name, Person.given_name, SchoolClass.grade, SchoolClass.letter)
        .outerjoin(ClassMembership, (ClassMembership.pupil_id == Person.id) & ClassMembership.on(day))
        .outerjoin(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .where(exists().where(Enrolment.pupil_id == Person.id, Enrolment.on(day)))
        .order_by(Person.sort_key, Person.id)
    )
    named = [(row[0], _with_class(f"{row[1]} {row[2]}", row[3], row[4]), "") for row in rows]
    return _distinct(named)


def _with_class(name: str, grade: int | None, letter: str | None) -> str:
    return name if grade is None else f"{name}, {grade}.{letter}"


def meant(offered: Sequence[Named], typed: str, place: str) -> int:
    """The id of who was typed: the whole label, or a part that only one has. Raises Invalid."""
    wanted = _plain(typed)
    exact = [one for one in offered if _plain(one.label) == wanted]
    fitting = exact or [one for one in offered if all(word in _plain(one.label) for word in wanted.split())]
    if len(fitting) == 1:
        return fitting[0].id
    if not fitting:
        message = _l("Nobody of this name was found. Choose from the list.")
    else:
        some = "; ".join(one.label for one in fitting[:3])
        message = _l("Several people fit: %(names)s. Write more of the name.", names=some)
    raise Invalid(NOT_SAVED, [Problem(place, message)])


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace(",", " ").split())


def _distinct(people: Sequence[tuple[int, str, str]]) -> list[Named]:
    """Labels that are each one person's: with what tells them apart, else with a number."""
    often = Counter(name for _, name, _ in people)
    labels = [(id_, f"{name}, {more}" if often[name] > 1 and more else name) for id_, name, more in people]
    seen: Counter[str] = Counter()
    found = []
    for id_, label in labels:
        seen[label] += 1
        found.append(Named(id_, label if seen[label] == 1 else f"{label} ({seen[label]})"))
    return found
