"""Drafting migrations from the models: for who writes core or a plugin."""

import tempfile
from pathlib import Path

from alembic import command

from core.foundation.database import Database, DatabaseConfiguration
from core.foundation.database.directory import SchoolRef
from core.foundation.database.migrations import Migrations, configuration
from core.foundation.database.owners import Owner, core_owner, directory_owner, plugin_owners


def owner_named(name: str) -> Owner:
    """Core, the directory or an installed plugin. Raises KeyError."""
    if name == "core":
        return core_owner()
    if name == "directory":
        return directory_owner()
    return plugin_owners()[name]


def draft_revision(owner: Owner, message: str) -> Path:
    """Compare an owner's models with what its migrations build, and write the difference as the next revision.

    The draft is a proposal: read it before it is committed.
    """
    with tempfile.TemporaryDirectory() as folder:
        database = Database(DatabaseConfiguration(folder=Path(folder)))
        migrations = Migrations(database)
        school = None if owner.name == "directory" else SchoolRef(1, 1, "draft", "Draft")
        if school is None:
            migrations.upgrade_directory(owner)
        else:
            owners = [owner] if owner.name == "core" else [core_owner(), owner]
            migrations.upgrade_school(school, owners)
        number = len(list(owner.versions.glob("[0-9]*.py"))) + 1
        written: list[Path] = []

        def write(connection: object) -> None:
            config = configuration(owner, connection)  # type: ignore[arg-type]  # a Connection, kept loose for the callback
            name, folder = f"{owner.name}_{number:04d}", str(owner.versions)
            script = command.revision(config, message, autogenerate=True, rev_id=name, version_path=folder)
            assert script is not None
            assert not isinstance(script, list)
            target = owner.versions / f"{number:04d}_{message.lower().replace(' ', '_')}.py"
            Path(script.path).rename(target)
            written.append(target)

        migrations.inspect(school, write)
        database.close()
        return written[0]
