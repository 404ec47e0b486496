"""Who owns which tables: core, the directory, each plugin with tables of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData

from core.foundation.database.bases import Directory, School

_CORE = Path(__file__).parents[2] / "migrations"


@dataclass(frozen=True, slots=True)
class Owner:
    """A history of migrations with its own version table."""

    name: str
    versions: Path
    version_table: str
    metadata: MetaData
    others: frozenset[str] = frozenset()
    """Prefixes of tables that other owners keep in the same database."""

    def owns(self, table: str) -> bool:
        if table.endswith("alembic_version"):
            return False
        if self.name in ("core", "directory"):
            return not any(table.startswith(prefix) for prefix in self.others)
        return table.startswith(f"{self.name}_")

    def include(self, thing: Any, name: str | None, kind: str, _reflected: bool, _compare: Any) -> bool:
        """Alembic's `include_object`: only this owner's tables and what hangs on them."""
        table = name if kind == "table" else thing.table.name
        return self.owns(table or "")


def plugin_migrations() -> dict[str, Path]:
    """Installed plugins that have migrations, found without importing them."""
    found = {}
    for entry in sorted(entry_points(group="klade.plugins"), key=lambda entry: entry.name):
        spec = find_spec(entry.value.partition(":")[0].partition(".")[0])
        for place in (spec.submodule_search_locations if spec else None) or ():
            versions = Path(place) / "migrations" / "versions"
            if versions.is_dir():
                found[entry.name] = versions
    return found


def core_owner(plugins: Iterable[str] | None = None) -> Owner:
    names = plugin_migrations() if plugins is None else plugins
    prefixes = frozenset(f"{name}_" for name in names)
    return Owner("core", _CORE / "versions", "alembic_version", School.metadata, prefixes)


def directory_owner() -> Owner:
    return Owner("directory", _CORE / "directory", "directory_alembic_version", Directory.metadata)


def plugin_owners() -> dict[str, Owner]:
    """Owners of plugins' tables, by the plugin's name."""
    return {
        name: Owner(name, versions, f"{name}_alembic_version", School.metadata)
        for name, versions in plugin_migrations().items()
    }
