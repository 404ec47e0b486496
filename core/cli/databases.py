"""`klade db …`"""

import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click
import orjson

from core.cli.drafting import draft_revision, owner_named
from core.cli.program import Terminal, pass_terminal
from core.foundation.database import Database, DatabaseConfiguration, SchoolRef, state_of
from core.foundation.database.directory import schools
from core.foundation.database.migrations import Migrations, drift, newest_heads
from core.foundation.database.owners import Owner, core_owner, directory_owner, plugin_owners
from core.founding import prepare_directory
from core.upgrading import upgrade_school

_AT_ONCE = 4
"""Schools that are upgraded at a time."""


@click.group()
def db() -> None:
    """Schemas of the directory and of all schools."""


@db.command()
@pass_terminal
def status(terminal: Terminal) -> None:
    """Show at which schema each school stands."""
    prepare_directory(terminal.database)
    newest = newest_heads()
    # Without the program's heads, so that a school which is behind can be read too.
    database = Database(terminal.database.configuration)
    with database.directory() as session:
        found = schools(session)
    for one in found:
        with database.read(one) as session:
            heads = orjson.loads(state_of(session).heads)
        behind = sorted(name for name, revision in newest.items() if name in heads and heads[name] != revision)
        click.echo(f"{one.slug}: {', '.join(behind) if behind else '✓'}")


@db.command()
@pass_terminal
def upgrade(terminal: Terminal) -> None:
    """Bring the directory and every school to the newest schema; run again, it goes on where it was."""
    prepare_directory(terminal.database)
    with terminal.database.directory() as session:
        found = schools(session)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(lambda one: _upgraded(terminal, one), found))


def _upgraded(terminal: Terminal, school: SchoolRef) -> None:
    upgrade_school(terminal.database, school, terminal.author)
    click.echo(f"{school.slug} ✓")


@db.command()
def check() -> None:
    """Fail where the models and what the migrations build have drifted apart."""
    found: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        database = Database(DatabaseConfiguration(folder=Path(folder)))
        migrations = Migrations(database)
        school = SchoolRef(1, 1, "check", "check")
        owners = [core_owner(), *plugin_owners().values()]
        migrations.upgrade_directory(directory_owner())
        migrations.upgrade_school(school, owners)
        for owner in owners:
            migrations.inspect(school, lambda connection, owner=owner: found.extend(_drift(connection, owner)))  # type: ignore[misc]  # the default binds the loop's owner
        migrations.inspect(None, lambda connection: found.extend(_drift(connection, directory_owner())))
        database.close()
    for line in found:
        click.echo(line, err=True)
    if found:
        raise click.ClickException("models and migrations differ: klade db revision OWNER MESSAGE")
    click.echo("✓")


def _drift(connection: object, owner: Owner) -> list[str]:
    return [f"{owner.name}: {line}" for line in drift(connection, owner)]  # type: ignore[arg-type]  # a Connection


@db.command()
@click.argument("owner")
@click.argument("message")
def revision(owner: str, message: str) -> None:
    """Draft the next migration of OWNER (core, directory or a plugin) from its models."""
    click.echo(draft_revision(owner_named(owner), message))
