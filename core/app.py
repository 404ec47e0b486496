"""The composition root: what the program is made of, as a table of contents."""

import os
from collections.abc import Collection, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flask import Flask
from flask_compress import Compress

from core.access import IMPLIED_ROLES, RELATIONS
from core.accounts.configuration import configure_accounts
from core.accounts.web_sessions import current
from core.foundation.database import Database, DatabaseConfiguration, Heads
from core.foundation.database.migrations import newest_heads
from core.foundation.duties import Duties
from core.foundation.history.record import table_of
from core.foundation.jobs.book import JobBook
from core.foundation.permissions.grants import RoleBooks
from core.foundation.permissions.rows import Relations, declare
from core.foundation.plugins import CORE, Plugins, load_plugins
from core.foundation.runtime import Klade
from core.foundation.scope import configure_scope
from core.foundation.settings import Settings
from core.parts import PARTS
from core.people.models import Role, RolePermission
from core.web.assets import configure_assets
from core.web.errors import configure_errors
from core.web.languages import configure_languages
from core.web.security import configure_security
from core.web.shell import configure_shell
from core.web.views import installation


def create_klade(configuration: DatabaseConfiguration | None = None, only: Collection[str] | None = None) -> Klade:
    """The program without the web: what commands and jobs work with.

    `only` names the plugins to load; where nothing is said, `KLADE_PLUGINS` may name them, else all installed ones are.
    """
    plugins = load_plugins(PARTS, _named_plugins() if only is None else only)
    settings = Settings(plugins.settings())
    declare(Relations([*RELATIONS, *(owned.value for owned in plugins.relations())]))
    return Klade(
        database=Database(configuration or DatabaseConfiguration.from_environment(), Heads(newest_heads())),
        plugins=plugins,
        settings=settings,
        duties=Duties(plugins.duties(), settings),
        role_books=RoleBooks(table_of(Role), table_of(RolePermission), plugins.permissions()),
        schemes={owned.value.key: (owned.owner, owned.value) for owned in plugins.mark_schemes()},
        jobs=JobBook(plugins.jobs()),
    )


def _named_plugins() -> list[str] | None:
    named = os.environ.get("KLADE_PLUGINS")
    return None if named is None else named.split()


def create_app(
    configuration: DatabaseConfiguration | None = None,
    only: Collection[str] | None = None,
    options: Mapping[str, Any] | None = None,
) -> Flask:
    """The web application. `options` are Flask's configuration, for tests."""
    app = Flask("core", static_folder=None, template_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=32 * 1024 * 1024, MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024)
    # A table of a class shrinks to a thirtieth in half a millisecond.
    app.config.update(COMPRESS_ALGORITHM=["zstd", "br", "gzip"], COMPRESS_ZSTD_LEVEL=3, COMPRESS_BR_LEVEL=5)
    app.config.update(options or {})
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    program = app.extensions["klade"] = create_klade(configuration, only)
    configure_security(app)
    configure_languages(app, catalogues(program.plugins), language_of_person)
    configure_accounts(app, IMPLIED_ROLES)
    owners = configure_pages(app, program.plugins)
    configure_scope(app, owners)
    configure_shell(app)
    configure_errors(app)
    configure_assets(app, static_folders(program.plugins))
    Compress(app)
    return app


def configure_pages(app: Flask, plugins: Plugins) -> dict[str, str]:
    """Register all pages of schools below their slug; whose each blueprint is."""
    app.register_blueprint(installation)
    owners = {}
    for owned in plugins.blueprints():
        blueprint = owned.value
        app.register_blueprint(blueprint, url_prefix=f"/<school>{blueprint.url_prefix or ''}")
        owners[blueprint.name] = owned.owner
    return owners


def language_of_person() -> str | None:
    """The language that the signed-in account chose."""
    signed_in = current().signed_in
    return signed_in.account.language if signed_in else None


def plugin_folders(plugins: Plugins, name: str) -> dict[str, Path]:
    """By plugin: a conventional folder of its package, where it has one."""
    found = {}
    for plugin in plugins.names:
        package = plugins.module_of(plugin).__name__.partition(".")[0]
        spec = find_spec(package)
        for place in (spec.submodule_search_locations if spec else None) or ():
            folder = Path(place) / name
            if folder.is_dir():
                found[plugin] = folder
    return found


def static_folders(plugins: Plugins) -> dict[str, Path]:
    return plugin_folders(plugins, "static")


def catalogues(plugins: Plugins) -> list[tuple[str, Path]]:
    """Domains of translations and where they are, core's first."""
    own = Path(__file__).parent / "translations"
    return [(CORE, own), *plugin_folders(plugins, "translations").items()]
