"""Installed plugins: their versions, and what each brings."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Any

from flask_babel import gettext as _

from core.foundation.plugins import Owned, Plugins
from core.foundation.plugins.facade import GROUP


@dataclass(frozen=True, slots=True)
class InstalledPlugin:
    """A plugin of this machine, and whether the school uses it."""

    name: str
    version: str
    is_enabled: bool
    schemes: Sequence[str]
    importers: Sequence[str]
    sections: Sequence[str]
    permissions: Sequence[str]
    duties: int
    pages: int
    """Whether it brings pages of its own: the number of their groups."""


def installed_plugins(plugins: Plugins, enabled: Collection[str]) -> list[InstalledPlugin]:
    """The installed plugins by name."""
    about = {entry.name: entry.dist for entry in entry_points(group=GROUP)}
    found = []
    for name in sorted(plugins.names):
        dist = about.get(name)
        found.append(
            InstalledPlugin(
                name=name,
                version=dist.version if dist else "",
                is_enabled=name in enabled,
                schemes=_of(name, plugins.mark_schemes(), lambda scheme: scheme.title),
                importers=_of(name, plugins.importers(), lambda importer: importer.title),
                sections=_of(name, plugins.settings(), lambda section: section.title),
                permissions=_of(name, plugins.permissions(), lambda permission: permission.title),
                duties=len(_of(name, plugins.duties(), lambda rule: rule.title)),
                pages=len(_of(name, plugins.blueprints(), lambda blueprint: blueprint.name)),
            )
        )
    return found


def _of(name: str, found: Sequence[Owned[Any]], title: Callable[[Any], Any]) -> list[str]:
    titles = [title(owned.value) for owned in found if owned.owner == name]
    # Marked text is translated here, lazy text translates itself.
    return [_(one) if isinstance(one, str) else str(one) for one in titles]
