"""`klade db …`"""

import tempfile
from pathlib import Path

import click
import orjson

from core.cli.drafting import draft_revision, owner_named
from core.cli.program import Terminal, pass_terminal
from core.foundation.database import Database, DatabaseConfiguration, SchoolRef, SchoolState
from core.foundation.database.directory import schools
from core.foundation.database.migrations import Migrations, drift, head
from core.foundation.database.owners import Owner, core_owner, directory_owner, plugin_owners
from core.founding import prepare_directory


@click.group()
def db() -> None:
    """Schemas of the directory and of all schools."""


@db.command()
@pass_terminal
def status(terminal: Terminal) -> None:
    """Show at which schema each school stands."""
    prepare_directory(terminal.database)
    newest = {owner.name: head(owner) for owner in (core_owner(), *plugin_owners().values())}
    with terminal.database.directory() as session:
        found = schools(session)
    for one in found:
        with terminal.database.read(one) as session:
            heads = orjson.loads(session.get_one(SchoolState, 1).heads)
        behind = sorted(name for name, revision in newest.items() if heads.get(name) != revision)
        click.echo(f"{one.slug}: {', '.join(behind) if behind else '✓'}")


@db.command()
@pass_terminal
def upgrade(terminal: Terminal) -> None:
    """Bring the directory and every school to the newest schema; run again, it goes on where it was."""
    prepare_directory(terminal.database)
    owners = [core_owner(), *plugin_owners().values()]
    with terminal.database.directory() as session:
        found = schools(session)
    for one in found:
        heads = Migrations(terminal.database).upgrade_school(one, owners)

        def note(session: object, heads: dict[str, str | None] = heads) -> None:
            session.get_one(SchoolState, 1).heads = orjson.dumps(heads).decode()  # type: ignore[attr-defined]  # a Session

        terminal.database.write(one, terminal.author, note, kind="school.upgraded")
        click.echo(f"{one.slug} ✓")


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
