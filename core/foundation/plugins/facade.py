"""Asks each plugin separately and keeps who answered. The only caller of pluggy."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType
from typing import Any, Generic, TypeVar

import click
import pluggy
from flask import Blueprint

import hooks
from core.foundation.permissions.routes import OPEN
from core.values.asker import Asker
from core.values.duties import DutyRule
from core.values.imports import Importer
from core.values.jobs import Job
from core.values.marks import MarkScheme
from core.values.menu import Area, MenuEntry
from core.values.permissions import Permission
from core.values.settings import SettingsSection

T = TypeVar("T")

CORE = "core"
GROUP = "klade.plugins"


@dataclass(frozen=True, slots=True)
class Owned(Generic[T]):
    """A contribution and the plugin it came from (`core` for core's own parts)."""

    owner: str
    value: T


class PluginFailed(RuntimeError):
    """A plugin could not be loaded or raised while it was asked; the message names it."""


class Plugins:
    """All installed plugins, one method a hook.

    Every use of a contribution in a school filters by owner: `of(owned, enabled)`.
    """

    def __init__(self) -> None:
        self._manager = pluggy.PluginManager(hooks.PROJECT)
        self._manager.add_hookspecs(hooks)
        self._owners: list[tuple[str, ModuleType]] = []

    def add(self, owner: str, module: ModuleType) -> None:
        """Register a module of hook implementations under its owner's name."""
        self._manager.register(module, name=module.__name__)
        self._owners.append((owner, module))

    def seal(self) -> None:
        """No more plugins; a misspelt hook is an error from here on."""
        self._manager.check_pending()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the installed plugins, without core."""
        return tuple(dict.fromkeys(owner for owner, _ in self._owners if owner != CORE))

    def module_of(self, name: str) -> ModuleType:
        """The module of hook implementations of a plugin. Raises KeyError."""
        return dict(self._owners)[name]

    def blueprints(self) -> list[Owned[Blueprint]]:
        return self._distinct("blueprints", lambda blueprint: blueprint.name)

    def commands(self) -> list[Owned[click.Command]]:
        return self._distinct("commands", lambda command: str(command.name))

    def permissions(self) -> list[Owned[Permission]]:
        return self._distinct("permissions", lambda permission: permission.key)

    def settings(self) -> list[Owned[SettingsSection]]:
        found: list[Owned[SettingsSection]] = self._distinct("settings", lambda section: section.key)
        return sorted(found, key=lambda owned: (owned.value.order, owned.value.key))

    def mark_schemes(self) -> list[Owned[MarkScheme]]:
        return self._distinct("mark_schemes", lambda scheme: scheme.key)

    def importers(self) -> list[Owned[Importer]]:
        return self._distinct("importers", lambda importer: importer.key)

    def duties(self) -> list[Owned[DutyRule]]:
        return self._distinct("duties", lambda rule: rule.key)

    def jobs(self) -> list[Owned[Job]]:
        return self._distinct("jobs", lambda job: job.key)

    def menu_entries(self, asker: Asker, area: Area, enabled: Collection[str]) -> list[MenuEntry]:
        """The links of an area that this asker may follow, in order."""
        found = self._asked("menu_entries", enabled, asker=asker, area=area)
        entries = [
            owned.value for owned in found if owned.value.permission == OPEN or asker.may(owned.value.permission)
        ]
        return sorted(entries, key=lambda entry: (entry.order, entry.key))

    def _asked(self, hook: str, enabled: Collection[str] | None = None, **arguments: Any) -> Iterator[Owned[Any]]:
        everybody = [module for _, module in self._owners]
        for owner, module in self._owners:
            if not hasattr(module, hook) or (enabled is not None and owner != CORE and owner not in enabled):
                continue
            # Asking one at a time keeps the owner of each answer, which pluggy drops.
            others = [other for other in everybody if other is not module]
            caller = self._manager.subset_hook_caller(hook, others)
            try:
                answers: list[Iterable[Any]] = caller(**arguments)
                values = [value for answer in answers for value in answer]
            except Exception as error:
                raise PluginFailed(f"plugin {owner} failed in hook {hook}") from error
            for value in values:
                yield Owned(owner, value)

    def _distinct(self, hook: str, key: Any) -> list[Owned[Any]]:
        seen: dict[str, str] = {}
        found = []
        for owned in self._asked(hook):
            name = key(owned.value)
            if name in seen:
                raise PluginFailed(f"{hook}: “{name}” comes from both {seen[name]} and {owned.owner}")
            seen[name] = owned.owner
            found.append(owned)
        return found


def of(found: Sequence[Owned[T]], enabled: Collection[str]) -> list[T]:
    """The contributions of core and of the plugins that a school has enabled."""
    return [owned.value for owned in found if owned.owner == CORE or owned.owner in enabled]


def load_plugins(parts: Sequence[ModuleType], only: Collection[str] | None = None) -> Plugins:
    """Core's own parts, then the installed plugins in the order of their names.

    `only` names the plugins to load (none for an empty collection). Raises PluginFailed with the distribution's name
    and version where one cannot be imported.
    """
    plugins = Plugins()
    for part in parts:
        plugins.add(CORE, part)
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        if only is None or entry.name in only:
            plugins.add(entry.name, _imported(entry))
    plugins.seal()
    return plugins


def _imported(entry: EntryPoint) -> ModuleType:
    try:
        module = entry.load()
    except Exception as error:
        origin = f"{entry.dist.name} {entry.dist.version}" if entry.dist else entry.value
        raise PluginFailed(f"plugin {entry.name} ({origin}) cannot be loaded") from error
    assert isinstance(module, ModuleType)
    return module
