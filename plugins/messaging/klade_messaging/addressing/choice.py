"""What a form names as addressees: who that is by now, and how many."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import Session

from core.people.models import Guardianship, Person
from core.values.asker import Asker
from klade_messaging.addressing.people import Addressee, guardians, pupils, staff
from klade_messaging.addressing.sets import ALL_STAFF, AddressSet, Part, in_classes, in_journals, sets
from klade_messaging.letters.access import WRITE_ALL_STAFF
from klade_messaging.letters.writing import Recipient

_KEY = re.compile(r"(staff|pupil)-(\d{1,18})|guardian-(\d{1,18})-(\d{1,18})|(class|journal)-(\d{1,18})-(\w+)|all-staff")


@dataclass(frozen=True, slots=True)
class Chosen:
    """One thing that was named: a person or a set."""

    key: str
    title: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Everything that was named, as far as the asker may write to it, and whom it reaches."""

    chosen: Sequence[Chosen] = ()
    people: Sequence[Addressee] = ()
    """Guardians once for each child."""

    @property
    def recipients(self) -> list[Recipient]:
        return [one.recipient for one in self.people]

    @property
    def persons(self) -> set[int]:
        """Everybody once."""
        return {one.recipient.person_id for one in self.people}

    @property
    def number(self) -> int:
        """How many people."""
        return len(self.persons)


def choose(session: Session, asker: Asker, keys: Iterable[str]) -> Choice:
    """Who the keys of a form stand for. What the asker may not write to is left out. At most six statements."""
    wanted = _Wanted(dict.fromkeys(keys))
    if not wanted.keys:
        return Choice()
    offered = sets(session, asker) if wanted.has_sets else []
    allowed = {one.key: one for one in offered}
    wanted.keep_sets(allowed)
    found: list[Addressee] = []
    if (of_staff := wanted.of_staff(asker)) is not None:
        found += staff(session, asker, of_staff)
    if (of_pupils := wanted.of_pupils(asker)) is not None:
        found += pupils(session, asker, of_pupils)
    if (of_guardians := wanted.of_guardians(asker)) is not None:
        found += guardians(session, asker, of_guardians)
    return Choice(_chosen(wanted, allowed, found), found)


def _chosen(wanted: "_Wanted", allowed: dict[str, AddressSet], found: Sequence[Addressee]) -> list[Chosen]:
    """The chips of the form, in the order in which they were named."""
    people = {one.key: one for one in found}
    chips = []
    for key in wanted.keys:
        if key in allowed:
            chips.append(Chosen(key, allowed[key].title))
        elif key in people:
            chips.append(Chosen(key, people[key].name, people[key].about))
    return chips


class _Wanted:
    """The keys of a form, sorted by what they name."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.keys = [key for key in keys if _KEY.fullmatch(key)]
        self._single: defaultdict[str, set[int]] = defaultdict(set)
        self._bonds: set[tuple[int, int]] = set()
        self._sets: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        self._all_staff = False
        for key in self.keys:
            self._sort(key)

    def _sort(self, key: str) -> None:
        hat, person, guardian, child, kind, row, part = _KEY.fullmatch(key).groups()  # type: ignore[union-attr]  # keys fit
        if hat:
            self._single[hat].add(int(person))
        elif guardian:
            self._bonds.add((int(guardian), int(child)))
        elif kind:
            self._sets[kind, part].add(int(row))
        else:
            self._all_staff = True

    @property
    def has_sets(self) -> bool:
        return bool(self._sets) or self._all_staff

    def keep_sets(self, allowed: Iterable[str]) -> None:
        """Forget the sets that are not for the asker."""
        kept = set(allowed)
        for (kind, part), ids in self._sets.items():
            ids.intersection_update({row for row in ids if f"{kind}-{row}-{part}" in kept})
        self._all_staff = self._all_staff and ALL_STAFF in kept

    def of_staff(self, asker: Asker) -> ColumnElement[bool] | None:
        if self._all_staff and asker.may(WRITE_ALL_STAFF):
            return Person.id.is_not(None)
        return Person.id.in_(self._single["staff"]) if self._single["staff"] else None

    def of_pupils(self, asker: Asker) -> ColumnElement[bool] | None:
        conditions = self._of_sets(Part.PUPILS, asker)
        if self._single["pupil"]:
            conditions.append(Person.id.in_(self._single["pupil"]))
        return or_(*conditions) if conditions else None

    def of_guardians(self, asker: Asker) -> ColumnElement[bool] | None:
        conditions = self._of_sets(Part.GUARDIANS, asker)
        for guardian, child in sorted(self._bonds):
            conditions.append((Guardianship.guardian_id == guardian) & (Person.id == child))
        return or_(*conditions) if conditions else None

    def _of_sets(self, part: Part, asker: Asker) -> list[ColumnElement[bool]]:
        within = {"class": in_classes, "journal": in_journals}
        return [within[kind](ids, asker.day) for (kind, its), ids in self._sets.items() if its == part and ids]
