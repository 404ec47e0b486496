"""Founding a school: its database, its state, and the data it starts with. Stands on every part."""

import orjson
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core.foundation.database import Author, Database, SchoolRef, SchoolState, state_of
from core.foundation.database.directory import add_school, school_named
from core.foundation.database.migrations import Migrations
from core.foundation.database.owners import core_owner, directory_owner, plugin_owners
from core.foundation.errors import Conflict, NotFound, Unavailable
from core.foundation.plugins import Plugins, of
from core.foundation.settings.services import move_revision
from core.journals.excuses.seeds import seed_excuse_reasons
from core.journals.results.seeds import seed_period_kinds
from core.journals.seeds import seed_journal_kinds
from core.people.models import RolePermission
from core.people.seeds import seed_grants, seed_roles
from core.schools.seeds import seed_school


def prepare_directory(database: Database) -> None:
    """Create or upgrade the directory."""
    Migrations(database).upgrade_directory(directory_owner())


def found_school(
    database: Database, plugins: Plugins, slug: str, name: str, author: Author, *, demo: bool = False
) -> SchoolRef:
    """Create a school with all installed plugins enabled.

    A founding that was cut off is taken up again under the same slug. Raises Conflict where the school stands already.
    """
    prepare_directory(database)
    school = _entered(database, slug, name, demo=demo)
    owners = [owner for name, owner in plugin_owners().items() if name in plugins.names]
    heads = Migrations(database).upgrade_school(school, [core_owner(), *owners])
    database.write_state(school, author, lambda session: _seed(session, plugins, name, heads), kind="school.founded")
    return school


def _entered(database: Database, slug: str, name: str, *, demo: bool) -> SchoolRef:
    try:
        return database.directory_write(lambda session: add_school(session, slug, name, demo=demo))
    except Conflict:
        with database.directory() as session:
            school = school_named(session, slug)
        if _stands(database, school):
            raise
        return school


def _stands(database: Database, school: SchoolRef) -> bool:
    """The school was founded to the end."""
    try:
        with database.read(school):
            return True
    except (DBAPIError, Unavailable):
        return False


def _seed(session: Session, plugins: Plugins, name: str, heads: dict[str, str | None]) -> None:
    session.add(SchoolState(id=1, heads=orjson.dumps(heads).decode(), plugins="[]"))
    session.flush()
    seed_roles(session)
    seed_grants(session, of(plugins.permissions(), ()))
    seed_school(session, name)
    seed_journal_kinds(session)
    seed_excuse_reasons(session)
    seed_period_kinds(session)
    for plugin in plugins.names:
        _enable(session, plugins, plugin)


def enable_plugin(database: Database, plugins: Plugins, school: SchoolRef, plugin: str, author: Author) -> None:
    """Enable an installed plugin in a school: its migrations, its permissions. Raises NotFound."""
    if plugin not in plugins.names:
        raise NotFound(_l("There is no plugin “%(name)s” installed.", name=plugin))
    owner = plugin_owners().get(plugin)
    heads = Migrations(database).upgrade_school(school, [owner]) if owner else {}

    def work(session: Session) -> None:
        state = session.get_one(SchoolState, 1)
        state.heads = orjson.dumps(orjson.loads(state.heads) | heads).decode()
        _enable(session, plugins, plugin)

    database.write(school, author, work, kind="plugin.enabled")


def _enable(session: Session, plugins: Plugins, plugin: str) -> None:
    state = session.get_one(SchoolState, 1)
    enabled = set(orjson.loads(state.plugins))
    if plugin in enabled:
        return
    state.plugins = orjson.dumps(sorted(enabled | {plugin})).decode()
    known = set(session.scalars(select(RolePermission.permission_key).distinct()))
    brought = [owned.value for owned in plugins.permissions() if owned.owner == plugin]
    seed_grants(session, [permission for permission in brought if permission.key not in known])
    session.flush()
    move_revision(session)


def disable_plugin(database: Database, plugins: Plugins, school: SchoolRef, plugin: str, author: Author) -> None:
    """Hide a plugin in a school; its data stay. Raises NotFound where it is not enabled."""

    def work(session: Session) -> None:
        if plugin not in state_of(session).plugins:
            raise NotFound(_l("The plugin “%(name)s” is not enabled in this school.", name=plugin))
        state = session.get_one(SchoolState, 1)
        state.plugins = orjson.dumps(sorted(set(orjson.loads(state.plugins)) - {plugin})).decode()
        session.flush()
        move_revision(session)

    database.write(school, author, work, kind="plugin.disabled")
