"""The people of the demonstration school: staff, pupils, guardians."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from core.classes.models import ClassMembership, ClassTeacher, SchoolClass
from core.demonstration.names import Name, family, named
from core.demonstration.plan import class_teacher
from core.foundation.history.record import insert_row, insert_rows
from core.foundation.names import sort_key
from core.people.models import Contact, Enrolment, Guardianship, Person, PersonalFile, Post, RoleHeld
from core.schools.models import Order, Room

_LEADERS = ("superuser", "head", "deputy", "record_keeper", "secretary", "nurse")
_POSTS = {
    "superuser": "Datortīkla administrators",
    "head": "Direktors",
    "deputy": "Direktora vietnieks izglītības jomā",
    "record_keeper": "Lietvede",
    "secretary": "Lietvedības sekretāre",
    "nurse": "Medmāsa",
}


@dataclass(frozen=True, slots=True)
class People:
    """Ids by part: `leaders` by role, teachers, pupils and classes in order, a guardian of two children."""

    leaders: dict[str, int]
    teachers: list[int]
    classes: list[int]
    pupils: list[list[int]]
    guardian: int
    pupil: int


def person_row(name: Name, born: date | None = None) -> dict[str, Any]:
    return {
        "given_name": name.given,
        "family_name": name.family,
        "sort_key": sort_key(name.family, name.given),
        "sex": name.sex,
        "birth_date": born,
        "language": "lv",
        "citizenship": "LV",
    }


@dataclass(slots=True)
class Peopling:
    """Enters the people of one school within one transaction."""

    session: Session
    chance: Random
    year_id: int
    first_day: date

    def enter(self, grades: list[int], letters: list[str], pupils: int, teachers: int) -> People:
        leaders = self._leaders()
        staff = self._teachers(teachers)
        classes = self._classes(grades, letters, staff)
        by_class = self._pupils(grades, classes, pupils)
        guardian, pupil = self._families(by_class)
        return People(leaders, staff, classes, by_class, guardian, pupil)

    def _leaders(self) -> dict[str, int]:
        names = [
            named(self.chance, "f" if role in ("record_keeper", "secretary", "nurse") else self._sex())
            for role in _LEADERS
        ]
        ids = insert_rows(self.session, Person, [person_row(name) for name in names])
        since = self.first_day.replace(year=self.first_day.year - 3)
        insert_rows(
            self.session,
            Post,
            [
                {"person_id": one, "title": _POSTS[role], "load": 100, "from_date": since}
                for role, one in zip(_LEADERS, ids, strict=True)
            ],
        )
        insert_rows(
            self.session,
            RoleHeld,
            [{"person_id": one, "role_key": role, "from_date": since} for role, one in zip(_LEADERS, ids, strict=True)],
        )
        return dict(zip(_LEADERS, ids, strict=True))

    def _sex(self) -> str:
        return self.chance.choice("fm")

    def _teachers(self, count: int) -> list[int]:
        names = [named(self.chance, "f" if self.chance.random() < 0.8 else "m") for _ in range(count)]
        ids = insert_rows(self.session, Person, [person_row(name) for name in names])
        since = self.first_day.replace(year=self.first_day.year - 5)
        title = "2330 01 vispārējās izglītības skolotājs"
        insert_rows(
            self.session,
            Post,
            [{"person_id": one, "title": title, "load": 100, "from_date": since} for one in ids],
        )
        return ids

    def _classes(self, grades: list[int], letters: list[str], staff: list[int]) -> list[int]:
        rooms = insert_rows(
            self.session,
            Room,
            [{"name": str(100 * (1 + place % 3) + place // 3 + 1), "seats": 30} for place in range(len(grades))],
        )
        ids = insert_rows(
            self.session,
            SchoolClass,
            [
                {
                    "school_year_id": self.year_id,
                    "grade": grade,
                    "letter": letter,
                    "cohort": f"{self.first_day.year + 13 - grade}{letter}",
                    "room_id": room,
                }
                for grade, letter, room in zip(grades, letters, rooms, strict=True)
            ],
        )
        insert_rows(
            self.session,
            ClassTeacher,
            [
                {
                    "school_class_id": one,
                    "person_id": staff[class_teacher(place, len(staff))],
                    "from_date": self.first_day,
                }
                for place, one in enumerate(ids)
            ],
        )
        return ids

    def _pupils(self, grades: list[int], classes: list[int], pupils: int) -> list[list[int]]:
        sizes = [pupils // len(classes) + (place < pupils % len(classes)) for place in range(len(classes))]
        order = insert_row(
            self.session,
            Order,
            {"number": "1-9/1", "dated": self.first_day - timedelta(days=5), "kind": "admission"},
        )
        by_class = []
        for grade, school_class, size in zip(grades, classes, sizes, strict=True):
            rows = [person_row(named(self.chance, self._sex()), self._born(grade)) for _ in range(size)]
            ids = insert_rows(self.session, Person, rows)
            by_class.append(ids)
            dated = {"from_date": self.first_day}
            insert_rows(
                self.session, Enrolment, [{"pupil_id": one, "admission_order_id": order} | dated for one in ids]
            )
            insert_rows(
                self.session,
                ClassMembership,
                [{"pupil_id": one, "school_class_id": school_class} | dated for one in ids],
            )
            insert_rows(self.session, PersonalFile, [{"pupil_id": one, "number": f"P-{one}"} for one in ids])
        return by_class

    def _born(self, grade: int) -> date:
        youngest = date(self.first_day.year - 6 - grade, 1, 1)
        return youngest + timedelta(days=self.chance.randrange(364))

    def _families(self, by_class: list[list[int]]) -> tuple[int, int]:
        """Two guardians for most pupils; every seventh pupil has a sibling in another class."""
        everyone = [one for members in by_class for one in members]
        siblings = everyone[::7]
        alone = [one for one in everyone if one not in set(siblings[1::2])]
        homes = [[one] for one in alone]
        for elder, younger in zip(siblings[::2], siblings[1::2], strict=False):
            next(home for home in homes if home[0] == elder).append(younger)
        rows, links = [], []
        for home in homes:
            of_family = family(self.chance)
            parents = ("f", "m") if self.chance.random() < 0.75 else ("f",)
            for sex in parents:
                rows.append(person_row(named(self.chance, sex, of_family)))
                links.append((home, "mother" if sex == "f" else "father"))
        ids = insert_rows(self.session, Person, rows)
        bonds = [
            {"guardian_id": guardian, "pupil_id": child, "relation": relation, "from_date": self.first_day}
            | {"has_custody": True, "access": "granted"}
            for guardian, (home, relation) in zip(ids, links, strict=True)
            for child in home
        ]
        for bond in bonds[::97]:
            bond |= {"has_custody": False, "access": "undecided"}
        insert_rows(self.session, Guardianship, bonds)
        insert_rows(
            self.session,
            Contact,
            [
                {"person_id": one, "kind": "phone", "value": f"+371 2{self.chance.randrange(10**6, 10**7)}"}
                for one in ids
            ],
        )
        undecided = {bond["guardian_id"] for bond in bonds if bond["access"] == "undecided"}
        of_two = next(
            (guardian, home)
            for guardian, (home, _) in zip(ids, links, strict=True)
            if (len(home) > 1 or len(homes) < 3) and guardian not in undecided
        )
        return of_two[0], of_two[1][0]
