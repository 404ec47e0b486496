"""Each test has an installation of its own, on either engine."""

import pytest
from sqlalchemy import func, select

from core.foundation.database import Author, Database, DirectorySchool, SchoolRef
from core.people.models import Person
from core.testing.installations import Installation


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_one_test_writes_the_next_does_not_see(database: Database, school_ref: SchoolRef, turn: str) -> None:
    with database.read(school_ref) as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 0
    anna = Person(given_name="Anna", family_name="Bērziņa", sort_key="b")
    database.write(school_ref, Author(None, "klade test"), lambda session: session.add(anna), kind="person.added")
    database.directory_write(lambda session: session.get_one(DirectorySchool, 1).__setattr__("name", turn))


def test_the_engine_is_the_one_named(installation: Installation, database: Database, engine: str) -> None:
    with database.directory() as session:
        assert session.connection().dialect.name == engine
    assert ("KLADE_DATABASE_URL" in installation.environment) == (engine == "postgresql")
