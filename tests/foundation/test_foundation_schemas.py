"""Schemas: a school that is behind waits for itself alone; nothing of Klade lies in PostgreSQL's public schema."""

import orjson
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from core.app import create_klade
from core.foundation.database import Author, Database, SchoolRef, SchoolState, state_of
from core.foundation.database.directory import schools
from core.foundation.database.migrations import Migrations, drift
from core.foundation.database.owners import core_owner, directory_owner
from core.foundation.database.state import READ_ONLY, UPGRADING
from core.foundation.errors import Unavailable
from core.foundation.runtime import Klade
from core.testing.installations import Installation, create_school
from core.upgrading import upgrade_school

KLADE = Author(None, "klade test")


@pytest.fixture
def program(installation: Installation, database: Database) -> Klade:
    """The program as it starts, which knows the schema it was written for."""
    return create_klade(installation.configuration, installation.plugins)


def stands_at(session: Session, revision: str, status: str | None = None) -> None:
    state = session.get_one(SchoolState, 1)
    state.heads = orjson.dumps({"core": revision}).decode()
    state.status = status or state.status


def test_a_school_that_is_behind_waits_and_the_others_go_on(
    program: Klade, database: Database, school_ref: SchoolRef
) -> None:
    other = create_school(program, "cita", "Cita skola")
    database.write(school_ref, KLADE, lambda session: stands_at(session, "core_0000"), kind="test.behind")
    with pytest.raises(Unavailable), program.database.read(school_ref):
        pass
    with program.database.read(other) as session:
        assert state_of(session).status == "open"
    program.database.close()


def test_upgrading_opens_it_again(program: Klade, database: Database, school_ref: SchoolRef) -> None:
    database.write(school_ref, KLADE, lambda session: stands_at(session, "core_0000"), kind="test.behind")
    upgrade_school(program.database, school_ref, KLADE)
    with program.database.read(school_ref) as session:
        assert state_of(session).status == "open"
    program.database.close()


def test_upgrading_leaves_a_read_only_school_read_only(
    program: Klade, database: Database, school_ref: SchoolRef
) -> None:
    database.write(school_ref, KLADE, lambda session: stands_at(session, "core_0000", READ_ONLY), kind="test.behind")
    upgrade_school(program.database, school_ref, KLADE)
    with program.database.read(school_ref) as session:
        assert state_of(session).status == READ_ONLY
    program.database.close()


def test_an_upgrade_that_was_cut_off_is_taken_up_again(
    program: Klade, database: Database, school_ref: SchoolRef
) -> None:
    database.write(school_ref, KLADE, lambda session: stands_at(session, "core_0000", UPGRADING), kind="test.cut-off")
    upgrade_school(program.database, school_ref, KLADE)
    with program.database.read(school_ref) as session:
        assert state_of(session).status == "open"
    program.database.close()


def test_models_and_migrations_are_in_step(database: Database, school_ref: SchoolRef) -> None:
    found: list[str] = []
    migrations = Migrations(database)
    migrations.inspect(school_ref, lambda connection: found.extend(drift(connection, core_owner())))
    migrations.inspect(None, lambda connection: found.extend(drift(connection, directory_owner())))
    assert found == []


@pytest.mark.one_engine("postgresql", reason="only PostgreSQL has schemas and roles")
def test_nothing_lies_in_the_public_schema(database: Database) -> None:
    with database.directory() as session:
        found = session.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
        assert found == []
        assert len(schools(session)) == 1


@pytest.mark.one_engine("sqlite", reason="PostgreSQL keeps copies by its own means")
def test_a_migration_keeps_a_copy_of_the_file(program: Klade, school_ref: SchoolRef) -> None:
    upgrade_school(program.database, school_ref, KLADE)
    file = program.database.engines.school_file(school_ref)
    assert file.with_suffix(".before-migration.sqlite").exists()
    program.database.close()
