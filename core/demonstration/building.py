"""Builds the demonstration school, stage by stage; each stage is one change in its history."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from core.accounts.runtime import open_accounts
from core.accounts.settings import SECTION as ACCOUNTS
from core.classes.models import SchoolClass
from core.demonstration.accounts import DemoAccount, DemoAccounts, keep, link, new_password, open_accounts_for
from core.demonstration.excuses import Excuses
from core.demonstration.persons import People, Peopling
from core.demonstration.plan import CLASS_HOUR, Teaching, class_hours, fill_week, teachings
from core.demonstration.records import Records, Taught
from core.demonstration.teaching import YOUNG, Journals
from core.foundation import clock
from core.foundation.database import Author, SchoolRef
from core.foundation.runtime import Klade
from core.founding import found_school
from core.journals.lessons.making import make_lessons
from core.people.models import Person
from core.schools.models import SchoolYear

AUTHOR = Author(None, "klade demo")
NAME = "Klades paraugskola"
_CLASS_SIZE = 27
_LETTERS = "abcdefghijklmnop"
_USER_NAMES = {
    "superuser": "virslietotajs",
    "head": "direktors",
    "deputy": "vietnieks",
    "record_keeper": "lietvede",
    "secretary": "sekretare",
    "teacher": "skolotaja",
    "guardian": "vecaks",
    "pupil": "skolens",
}

Report = Callable[[str], None]


@dataclass(slots=True)
class Plan:
    """The school to build: classes with grades and letters, and what is taught."""

    pupils: int
    chance: Random
    grades: list[int]
    letters: list[str]
    teachings: list[Teaching]
    class_hours: list[Teaching]
    teachers: int

    @classmethod
    def of(cls, pupils: int) -> "Plan":
        chance = Random(pupils)
        count = max(1, round(pupils / _CLASS_SIZE))
        # Small schools have upper grades first: the pictures of the guides are of the 10th.
        order = [10, 7, 9, 12, 8, 11, 5, 6, 4, 3, 2, 1]
        grades = sorted(order[place % len(order)] for place in range(count))
        letters = [_LETTERS[grades[:place].count(grade) % len(_LETTERS)] for place, grade in enumerate(grades)]
        found, teachers = teachings(grades)
        hours = class_hours(grades, teachers)
        fill_week(found, hours, chance)
        return cls(pupils, chance, grades, letters, found, hours, teachers)


def build(program: Klade, slug: str, pupils: int, report: Report) -> DemoAccounts:
    """Build the school under a slug, deterministic in its size. Raises Conflict where the slug is taken."""
    plan = Plan.of(pupils)
    database = program.database
    until = clock.now()
    school = found_school(database, program.plugins, slug, NAME, AUTHOR, demo=True)

    def write(kind: str, work: Callable[[Session], object]) -> None:
        report(kind)
        database.write(school, AUTHOR, work, kind=f"demo.{kind}")

    with database.read(school) as session:
        year = session.scalars(select(SchoolYear)).one()
    held: dict[str, People] = {}
    journals: list[int] = []

    def people(session: Session) -> None:
        entering = Peopling(session, plan.chance, year.id, year.from_date)
        held["people"] = entering.enter(plan.grades, plan.letters, plan.pupils, plan.teachers)
        program.settings.change(session, ACCOUNTS, {"second_factor_required": False})

    write("people", people)
    found = held["people"]

    def enter_journals(session: Session) -> None:
        entering = Journals(session, year.id, year.from_date, frozenset(program.schemes))
        names = [f"{grade}.{letter}" for grade, letter in zip(plan.grades, plan.letters, strict=True)]
        rooms = [room for (room,) in session.execute(_rooms(found.classes)) if room is not None]
        taught = [*plan.teachings, *plan.class_hours]
        journals.extend(entering.enter(taught, found.classes, names, found.teachers, rooms))

    write("journals", enter_journals)
    write("lessons", lambda session: make_lessons(session, journals, year.from_date, year.until_date))
    taught = list(_taught(plan, journals, found, frozenset(program.schemes)))
    write("records", lambda session: _record(session, plan, program, until, taught))
    write("excuses", lambda session: Excuses(session, plan.chance, until).enter(found.guardian))
    return _accounts(program, school, found, year.from_date)


def _rooms(classes: Iterable[int]) -> Select[int | None]:
    return select(SchoolClass.room_id).where(SchoolClass.id.in_(list(classes))).order_by(SchoolClass.id)


def _taught(plan: Plan, journals: list[int], people: People, schemes: frozenset[str]) -> Iterable[Taught]:
    for journal, one in zip(journals, [*plan.teachings, *plan.class_hours], strict=True):
        scales = ("grading.levels",) * 2 if one.grade <= YOUNG else ("grading.ten", "grading.percent")
        summative, formative = scales if one.subject is not CLASS_HOUR else ("", "")
        yield Taught(
            journal,
            one.subject.title,
            one.grade,
            people.teachers[one.teacher],
            tuple(people.pupils[one.school_class]),
            summative if summative in schemes else None,
            formative if formative in schemes else None,
        )


def _record(session: Session, plan: Plan, program: Klade, until: datetime, taught: list[Taught]) -> None:
    schemes = {key: scheme for key, (_, scheme) in program.schemes.items()}
    records = Records(session, plan.chance, schemes, until)
    subjects = len(plan.teachings)
    records.enter(taught[:subjects])
    records.enter(taught[subjects:])


def _accounts(program: Klade, school: SchoolRef, people: People, since: date) -> DemoAccounts:
    persons = people.leaders | {"teacher": people.teachers[-1], "guardian": people.guardian, "pupil": people.pupil}
    services = open_accounts(program.database)
    password = new_password()
    suffix = "" if school.slug == "demo" else f"-{school.slug}"
    names = {role: f"{name}{suffix}" for role, name in _USER_NAMES.items()}
    ids = open_accounts_for(services, school, password, names)
    links = {persons[role]: ids[name] for role, name in names.items()}
    program.database.write(school, AUTHOR, lambda session: link(session, links, since), kind="demo.accounts")
    with program.database.read(school) as session:
        shown = {role: session.get_one(Person, persons[role]).full_name for role in names}
    accounts = DemoAccounts(
        school.slug, password, tuple(DemoAccount(role, name, shown[role]) for role, name in names.items())
    )
    keep(program.database.configuration.folder, accounts)
    return accounts
