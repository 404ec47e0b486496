"""The journal page of a school with five years of data, beside 200 other schools, against one year alone."""

import shutil
import sqlite3
import statistics
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.clients import Client, Refused
from bench.place import Place, served, signed_in
from bench.report import Figure
from core.accounts.models import Account, PersonAccount
from core.app import create_klade
from core.foundation import clock
from core.foundation.database import Author, DatabaseConfiguration, SchoolRef
from core.foundation.database.directory import DirectorySchool
from core.foundation.names import sort_key
from core.foundation.runtime import Klade
from core.founding import found_school
from core.people.models import Person, RoleHeld

SCHOOLS = 200
COPIES = 12
"""The demonstration has the first third of a year: three times that, four times over, are four former years."""
ROUNDS = 150
_FAR = 10_000_000
"""Between the ids of one copy and the next."""

# Of each table: the columns that name a row of a copied table, and with it the rows that are left out.
_COPIED: dict[str, tuple[tuple[str, ...], str]] = {
    "journal": (("id",), ""),
    "journal_class": (("id", "journal_id"), ""),
    "journal_teacher": (("id", "journal_id"), ""),
    "journal_revision": (("journal_id",), ""),
    "lesson": (("id", "journal_id"), "WHERE day <= :today"),
    "lesson_content": (("id", "lesson_id"), "WHERE lesson_id IN (SELECT id FROM lesson WHERE day <= :today)"),
    "roll_call": (("id", "lesson_id"), ""),
    "assessment": (("id", "journal_id", "lesson_id"), ""),
    "absence": (("id", "lesson_id"), ""),
    "mark": (("id", "assessment_id"), ""),
    "change_line": (("id", "row_id"), "WHERE table_name IN ('mark', 'absence', 'roll_call', 'lesson', 'assessment')"),
}


def figures(place: Place) -> Iterator[Figure]:
    """Both servers are asked in turn, so that whatever else the machine does meets both."""
    grown = _grown(place)
    with served(place, workers=1) as (alone_url, _), served(grown, workers=1) as (grown_url, _):
        (among,) = signed_in(grown, grown_url, 1)
        for number in range(SCHOOLS):
            _full(among, f"/s{number}/journals")
        (alone,) = signed_in(place, alone_url, 1)
        times: tuple[list[float], list[float]] = ([], [])
        for number in range(ROUNDS):
            both = [(alone, times[0]), (among, times[1])]
            for client, taken in both[:: -1 if number % 2 else 1]:
                started = time.perf_counter()
                _full(client, place.page)
                taken.append(time.perf_counter() - started)
            _full(among, f"/s{number % SCHOOLS}/journals")
    before, after = (statistics.median(taken) * 1000 for taken in times)
    size = _counts(grown) | {"schools": SCHOOLS + 1, "alone_ms": round(before, 2), "grown_ms": round(after, 2)}
    yield Figure("page_growth", after / before, "times", size)


def _full(client: Client, path: str) -> None:
    status, _ = client.ask("GET", path)
    if status != 200:
        raise Refused(f"{path} answered {status}")


def _grown(place: Place) -> Place:
    """A copy of the installation, with the former years and the other schools."""
    place.program.database.close()
    folder = place.folder / "grown"
    shutil.copytree(place.folder, folder, ignore=shutil.ignore_patterns("grown"))
    program = create_klade(DatabaseConfiguration(folder))
    _add_years(program.database.engines.school_file(place.school))
    _add_schools(program, place.account("teacher"))
    program.database.close()
    return Place(folder, program, place.school, place.accounts, place.journal)


def _add_years(file: Path) -> None:
    """Former years as rows put beside those of this one, with all their indexes and lines of history."""
    with closing(sqlite3.connect(file)) as rows:
        rows.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA cache_size=-64000;")
        today = {"today": clock.today().isoformat()}
        for copy in range(1, COPIES + 1):
            for table, (moved, condition) in _COPIED.items():
                names = [row[1] for row in rows.execute(f"PRAGMA table_info({table})")]
                values = [f"{name} + {copy * _FAR}" if name in moved else name for name in names]
                source = f"(SELECT * FROM {table} {_of_this_year(table, condition)})"
                rows.execute(
                    f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {source}", today
                )
            rows.commit()
        rows.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()


def _of_this_year(table: str, condition: str) -> str:
    own = f"{'journal_id' if table == 'journal_revision' else 'id'} < {_FAR}"
    return f"{condition} AND {own}" if condition else f"WHERE {own}"


def _add_schools(program: Klade, user_name: str) -> None:
    """Schools in which the teacher is a teacher too; their files are copies of one."""
    database = program.database
    with database.directory() as session:
        account = session.scalars(select(Account.id).where(Account.user_name == user_name)).one()
    first = found_school(database, program.plugins, "s0", "Skola 0", Author(None, "bench"))
    database.write(first, Author(None, "bench"), lambda session: _employ(session, account), kind="bench.person")
    database.close()

    def work(session: Session) -> list[SchoolRef]:
        others = [
            DirectorySchool(slug=f"s{number}", name=f"Skola {number}", created=clock.now())
            for number in range(1, SCHOOLS)
        ]
        session.add_all(others)
        session.flush()
        return [school.ref for school in others]

    source = database.engines.school_file(first)
    for school in database.directory_write(work):
        shutil.copyfile(source, database.engines.school_file(school))


def _employ(session: Session, account: UUID) -> None:
    person = Person(given_name="Anna", family_name="Ozola", sort_key=sort_key("Ozola", "Anna"))
    session.add(person)
    session.flush()
    since = clock.today().replace(month=1, day=1)
    session.add(PersonAccount(person_id=person.id, account=account, from_date=since))
    session.add(RoleHeld(person_id=person.id, role_key="teacher", from_date=since))


def _counts(place: Place) -> dict[str, int]:
    with closing(sqlite3.connect(place.program.database.engines.school_file(place.school))) as rows:
        return {
            f"{table}s": rows.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("mark", "lesson")
        }
