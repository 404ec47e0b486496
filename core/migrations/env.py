"""The one environment of all owners' migrations; `core.foundation.database.migrations` hands the rest over."""

from alembic import context

config = context.config
attributes = config.attributes

context.configure(
    connection=attributes["connection"],
    target_metadata=attributes["metadata"],
    version_table=attributes["version_table"],
    include_object=attributes["include_object"],
    render_as_batch=attributes["connection"].dialect.name == "sqlite",
    compare_type=True,
    # The caller holds the transaction: a migration that fails half-way leaves nothing.
    transactional_ddl=True,
)

context.run_migrations()
