"""The one environment of all owners' migrations; `core.foundation.database.migrations` hands the rest over."""

from typing import Any, Literal

from alembic import context

from core.foundation.database.bases import Moment

config = context.config
attributes = config.attributes


def render_item(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """A drafted migration stands on plain types, so that it outlives our own."""
    return "sa.DateTime()" if kind == "type" and isinstance(thing, Moment) else False


context.configure(
    connection=attributes["connection"],
    target_metadata=attributes["metadata"],
    version_table=attributes["version_table"],
    include_object=attributes["include_object"],
    render_as_batch=attributes["connection"].dialect.name == "sqlite",
    render_item=render_item,
    # The caller holds the transaction: a migration that fails half-way leaves nothing.
    transactional_ddl=True,
)

context.run_migrations()
