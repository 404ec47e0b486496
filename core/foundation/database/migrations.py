"""Migrations: one history and one version table an owner, run inside one transaction.

SQLite migrates with foreign keys off and checks them after (a rebuilt table would delete its children otherwise);
PostgreSQL under `SET LOCAL search_path`, without the translate map, which Alembic's operations ignore.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine, inspect, text

from core.foundation.database.directory import SchoolRef
from core.foundation.database.engines import DIRECTORY_SCHEMA
from core.foundation.database.owners import Owner, core_owner, plugin_owners
from core.foundation.database.sessions import Database
from core.foundation.history.models import APPEND_ONLY

_SCRIPTS = Path(__file__).parents[2] / "migrations"
_LOCK = 0x6B6C616465  # "klade": one program at a time migrates a PostgreSQL installation


class MigrationFailed(RuntimeError):
    """A migration left rows without their parents; it was rolled back."""


def configuration(owner: Owner, connection: Connection | None = None) -> Config:
    """Alembic's configuration of an owner."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.set_main_option("version_locations", str(owner.versions))
    config.set_main_option("path_separator", "newline")
    config.attributes.update(
        connection=connection,
        metadata=owner.metadata,
        version_table=owner.version_table,
        include_object=owner.include,
    )
    return config


def head(owner: Owner) -> str | None:
    """The newest revision that the installed code has."""
    return ScriptDirectory.from_config(configuration(owner)).get_current_head()


def newest_heads() -> dict[str, str | None]:
    """The newest revision of every owner whose tables live in a school's database."""
    return {owner.name: head(owner) for owner in (core_owner(), *plugin_owners().values())}


def current(connection: Connection, owner: Owner) -> str | None:
    """The revision that a database stands at."""
    context = MigrationContext.configure(connection, opts={"version_table": owner.version_table})
    return context.get_current_revision()


class Migrations:
    """Upgrades databases of an installation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def upgrade_directory(self, owner: Owner) -> None:
        """Bring the directory to the newest schema, creating it where there is none."""
        engines = self._database.engines
        with self._connection(engines.directory_file(), DIRECTORY_SCHEMA) as connection:
            self._upgrade(connection, owner, append_only=())

    def upgrade_school(self, school: SchoolRef, owners: list[Owner]) -> dict[str, str | None]:
        """Bring a school's database to the newest schema of these owners; the heads it stands at."""
        file = self._database.engines.school_file(school)
        self._keep_copy(file)
        with self._connection(file, school.schema) as connection:
            for owner in owners:
                self._upgrade(connection, owner, append_only=APPEND_ONLY)
            return {owner.name: current(connection, owner) for owner in owners}

    def inspect(self, school: SchoolRef | None, work: Callable[[Connection], None]) -> None:
        """Run `work` on a connection with the school's (or the directory's) plain table names."""
        engines = self._database.engines
        place = (engines.school_file(school), school.schema) if school else (engines.directory_file(), DIRECTORY_SCHEMA)
        with self._connection(*place) as connection:
            work(connection)

    def _upgrade(self, connection: Connection, owner: Owner, append_only: tuple[str, ...]) -> None:
        command.upgrade(configuration(owner, connection), "head")
        if connection.dialect.name == "sqlite":
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise MigrationFailed(f"migrating {owner.name} left rows without their parents")
            present = inspect(connection).get_table_names()
            for table in append_only:
                if table in present:
                    _forbid_changes(connection, table)

    @contextmanager
    def _connection(self, file: Path, schema: str) -> Iterator[Connection]:
        configuration = self._database.configuration
        if configuration.is_sqlite:
            file.parent.mkdir(parents=True, exist_ok=True)
            with _sqlite_transaction(file) as connection:
                yield connection
        else:
            owner_url = configuration.owner_url or configuration.url
            assert owner_url is not None
            login = self._login_role()
            with _postgres_transaction(owner_url, schema) as connection:
                yield connection
                _grant(connection, schema, login)

    def _login_role(self) -> str | None:
        """The role that works with the data, where another owns it."""
        if self._database.configuration.owner_url is None:
            return None
        with self._database.directory() as session:
            return str(session.connection().exec_driver_sql("SELECT current_user").scalar())

    def _keep_copy(self, file: Path) -> None:
        """Keep the SQLite file as it was before the migration."""
        if self._database.configuration.is_sqlite and file.exists():
            copy = file.with_suffix(".before-migration.sqlite")
            with _sqlite_reading(file) as connection:
                copy.unlink(missing_ok=True)
                connection.exec_driver_sql("VACUUM INTO ?", (str(copy),))
            shutil.copystat(file, copy)


@contextmanager
def _sqlite_reading(file: Path) -> Iterator[Connection]:
    engine = create_engine(f"sqlite:///{file}", poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection


@contextmanager
def _sqlite_transaction(file: Path) -> Iterator[Connection]:
    engine = create_engine(f"sqlite:///{file}", poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        # The pragma is without effect inside a transaction.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
        connection.exec_driver_sql("COMMIT")


@contextmanager
def _postgres_transaction(url: str, schema: str) -> Iterator[Connection]:
    engine = create_engine(url, poolclass=NullPool, connect_args={"prepare_threshold": None})
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        connection.exec_driver_sql(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
        connection.exec_driver_sql(f'SET LOCAL search_path TO "{schema}"')
        yield connection


def _forbid_changes(connection: Connection, table: str) -> None:
    """History is append-only; Alembic's batch mode drops triggers, so they are made anew after each migration."""
    for verb in ("UPDATE", "DELETE"):
        name = f"{table}_no_{verb.lower()}"
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        connection.exec_driver_sql(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"
        )


def _grant(connection: Connection, schema: str, login: str | None) -> None:
    """The login role reads and writes everything but history, to which it can only add."""
    if login is None:
        return
    connection.exec_driver_sql(f'GRANT USAGE ON SCHEMA "{schema}" TO "{login}"')
    connection.exec_driver_sql(f'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "{schema}" TO "{login}"')
    connection.exec_driver_sql(f'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA "{schema}" TO "{login}"')
    for table in APPEND_ONLY:
        found = connection.execute(text("SELECT to_regclass(:name)"), {"name": f'"{schema}"."{table}"'}).scalar()
        if found is not None:
            connection.exec_driver_sql(f'REVOKE UPDATE, DELETE, TRUNCATE ON "{schema}"."{table}" FROM "{login}"')


def drift(connection: Connection, owner: Owner) -> list[str]:
    """How the database differs from the models of an owner; nothing where they are in step."""
    context = MigrationContext.configure(
        connection, opts={"include_object": owner.include, "version_table": owner.version_table}
    )
    return [str(difference) for difference in compare_metadata(context, owner.metadata)]
