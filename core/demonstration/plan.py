"""What is taught in which grade, and a timetable without clashes; hours follow `domain.md` 1.5, 1.7 and 1.8."""

from collections import defaultdict
from dataclasses import dataclass, field
from random import Random


@dataclass(frozen=True, slots=True)
class SubjectPlan:
    """A subject: hours a week by grade; `scheme` is how its summative work is marked from grade 4 on."""

    title: str
    short: str
    hours: dict[int, int]
    kind: str = "subject"


def _hours(text: str) -> dict[int, int]:
    """`1-3:6 4-6:5` → hours by grade."""
    found: dict[int, int] = {}
    for part in text.split():
        grades, hours = part.split(":")
        first, _, last = grades.partition("-")
        found |= dict.fromkeys(range(int(first), int(last or first) + 1), int(hours))
    return found


SUBJECTS = (
    SubjectPlan("Latviešu valoda", "Latv. val.", _hours("1-3:6 4-6:4 7-9:3")),
    SubjectPlan("Latviešu valoda un literatūra I", "Latv. I", _hours("10-12:4"), "basic"),
    SubjectPlan("Literatūra", "Lit.", _hours("4-9:2")),
    SubjectPlan("Angļu valoda", "Angļu val.", _hours("1-3:2 4-9:3")),
    SubjectPlan("Angļu valoda I (B2)", "Angļu I", _hours("10-12:3"), "basic"),
    SubjectPlan("Vācu valoda", "Vācu val.", _hours("6-9:2 10-12:2")),
    SubjectPlan("Matemātika", "Mat.", _hours("1-3:4 4-9:5")),
    SubjectPlan("Matemātika I", "Mat. I", _hours("10-12:5"), "basic"),
    SubjectPlan("Dabaszinības", "Dabasz.", _hours("1-3:2 4-6:2")),
    SubjectPlan("Bioloģija", "Biol.", _hours("7-9:2 10-11:2")),
    SubjectPlan("Fizika", "Fiz.", _hours("8-9:2 10-11:3")),
    SubjectPlan("Ķīmija", "Ķīm.", _hours("8-9:2 10-11:2")),
    SubjectPlan("Ģeogrāfija", "Ģeogr.", _hours("7-9:2 10:2")),
    SubjectPlan("Datorika", "Dat.", _hours("4-9:1 10:2")),
    SubjectPlan("Vēsture", "Vēst.", _hours("6-9:2")),
    SubjectPlan("Vēsture un sociālās zinātnes I", "Vēst. I", _hours("10-12:3"), "basic"),
    SubjectPlan("Sociālās zinības", "Soc. zin.", _hours("1-9:1")),
    SubjectPlan("Mūzika", "Mūz.", _hours("1-3:2 4-9:1")),
    SubjectPlan("Vizuālā māksla", "Viz. m.", _hours("1-6:1 7-9:1")),
    SubjectPlan("Dizains un tehnoloģijas", "Diz. tehn.", _hours("1-9:1 11-12:2")),
    SubjectPlan("Sports un veselība", "Sports", _hours("1-9:2 10-12:3")),
)
CLASS_HOUR = SubjectPlan("Klases stunda", "Kl. st.", dict.fromkeys(range(1, 13), 1), "class_hour")
"""No subject, but a journal and an hour of each class, with its class teacher."""
MOST_A_DAY = dict.fromkeys(range(1, 4), 5) | {4: 6, 5: 6, 6: 7, 7: 7} | dict.fromkeys(range(8, 13), 8)
"""Lessons a day by grade (`domain.md` 1.5)."""
FULL_LOAD = 24
_PASSES = 12
"""How often the week is gone through to close the holes in it."""


@dataclass(slots=True)
class Teaching:
    """One journal to be: a subject in a class, its teacher (an index) and its places in the week."""

    school_class: int
    grade: int
    subject: SubjectPlan
    teacher: int
    places: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Week:
    """What is taken: by class and by teacher, a weekday and a lesson number."""

    classes: defaultdict[int, set[tuple[int, int]]] = field(default_factory=lambda: defaultdict(set))
    teachers: defaultdict[int, set[tuple[int, int]]] = field(default_factory=lambda: defaultdict(set))

    def place(self, teaching: Teaching) -> bool:
        """Take the best free place; False where there is none."""
        best = min(self._free(teaching), default=None)
        if best is None:
            return False
        *_, day, number = best
        place = (day, number)
        self.classes[teaching.school_class].add(place)
        self.teachers[teaching.teacher].add(place)
        teaching.places.append(place)
        return True

    def close_holes(self, teaching: Teaching) -> None:
        """Move lessons that stand after a hole in the class's day into it, or into another day's."""
        for place in sorted(teaching.places, key=lambda place: -place[1]):
            day, number = place
            own = self.classes[teaching.school_class]
            is_last = (day, number + 1) not in own
            for hole in self._holes(teaching.school_class):
                moves_up = hole[0] == day and hole[1] < number
                moves_over = is_last and hole[0] != day and hole[0] not in {on for on, _ in teaching.places}
                if (moves_up or moves_over) and hole not in self.teachers[teaching.teacher]:
                    self._move(teaching, place, hole)
                    break

    def append(self, teaching: Teaching) -> None:
        """Take the end of the class's shortest day on which the teacher is free; nothing where there is none."""
        taken, busy = self.classes[teaching.school_class], self.teachers[teaching.teacher]
        ends = {day: max((number for on, number in taken if on == day), default=0) + 1 for day in range(1, 6)}
        free = [(number, day) for day, number in ends.items() if (day, number) not in busy]
        if free:
            number, day = min(free)
            taken.add((day, number))
            busy.add((day, number))
            teaching.places.append((day, number))

    def _holes(self, school_class: int) -> list[tuple[int, int]]:
        """Places without a lesson that lessons of the class stand before and after."""
        own = self.classes[school_class]
        return [
            (day, number)
            for day in range(1, 6)
            for number in range(1, max((number for on, number in own if on == day), default=0))
            if (day, number) not in own
        ]

    def _move(self, teaching: Teaching, place: tuple[int, int], to: tuple[int, int]) -> None:
        for taken in (self.classes[teaching.school_class], self.teachers[teaching.teacher]):
            taken.remove(place)
            taken.add(to)
        teaching.places[teaching.places.index(place)] = to

    def _free(self, teaching: Teaching) -> list[tuple[int, int, int, int]]:
        taken = self.classes[teaching.school_class] | self.teachers[teaching.teacher]
        days = [day for day, _ in teaching.places]
        return [
            (
                days.count(day),
                number + sum(1 for on, _ in self.classes[teaching.school_class] if on == day),
                day,
                number,
            )
            for day in range(1, 6)
            for number in range(1, MOST_A_DAY[teaching.grade] + 1)
            if (day, number) not in taken
        ]


def teachings(grades: list[int]) -> tuple[list[Teaching], int]:
    """All journals for classes of these grades, and how many teachers they need."""
    found: list[Teaching] = []
    teachers = 0
    for subject in SUBJECTS:
        load = FULL_LOAD
        for school_class, grade in enumerate(grades):
            hours = subject.hours.get(grade)
            if hours is None:
                continue
            if load + hours > FULL_LOAD:
                teachers, load = teachers + 1, 0
            load += hours
            found.append(Teaching(school_class, grade, subject, teachers - 1))
    return found, teachers


def class_hours(grades: list[int], teachers: int) -> list[Teaching]:
    """The class hour of each class, with its class teacher."""
    return [Teaching(place, grade, CLASS_HOUR, class_teacher(place, teachers)) for place, grade in enumerate(grades)]


def class_teacher(school_class: int, teachers: int) -> int:
    """Which of the teachers a class has as its class teacher."""
    return teachers - 1 - school_class % teachers


def fill_week(found: list[Teaching], hours: list[Teaching], chance: Random) -> None:
    """Give each teaching its places; the subjects with most hours first, class hours at a day's end.

    What finds no place stays shorter.
    """
    week = _Week()
    order = sorted(found, key=lambda one: (-one.subject.hours[one.grade], chance.random()))
    for round_number in range(max(one.subject.hours[one.grade] for one in order)):
        for one in order:
            if one.subject.hours[one.grade] > round_number:
                week.place(one)
    for _ in range(_PASSES):
        for one in sorted(found, key=lambda one: -max(number for _, number in one.places)):
            week.close_holes(one)
    for one in hours:
        week.append(one)
