"""Asks each plugin separately and keeps who answered. The only caller of pluggy."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType
from typing import Any, Generic, TypeVar

import click
import pluggy
from flask import Blueprint
from sqlalchemy.orm import Session

import hooks
from core.foundation.errors import KladeError
from core.foundation.permissions.routes import OPEN
from core.values.asker import Asker
from core.values.documents import Document, DocumentContent, DocumentFormat, DocumentType
from core.values.duties import DutyRule
from core.values.imports import Importer
from core.values.jobs import Job
from core.values.marks import MarkScheme
from core.values.menu import Area, MenuEntry
from core.values.notices import NoticeChannel, NoticeRule
from core.values.period_marks import ProposalQuestion, ProposedMark
from core.values.permissions import Permission, Relation
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
        self._callers: dict[tuple[ModuleType, str], pluggy.HookCaller] = {}

    def add(self, owner: str, module: ModuleType) -> None:
        """Register a module of hook implementations under its owner's name."""
        self._manager.register(module, name=module.__name__)
        self._owners.append((owner, module))
        self._callers.clear()

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

    def relations(self) -> list[Owned[Relation]]:
        return self._distinct("relations", lambda relation: f"{relation.key} of {relation.kind.__name__}")

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

    def document_types(self) -> list[Owned[DocumentType]]:
        return self._distinct("document_types", lambda kind: kind.key)

    def notice_rules(self) -> list[Owned[NoticeRule]]:
        found: list[Owned[NoticeRule]] = self._distinct("notice_rules", lambda rule: rule.key)
        return sorted(found, key=lambda owned: (owned.value.order, owned.value.key))

    def notice_channels(self) -> list[Owned[NoticeChannel]]:
        found: list[Owned[NoticeChannel]] = self._distinct("notice_channels", lambda channel: channel.key)
        return sorted(found, key=lambda owned: (owned.value.order, owned.value.key))

    def menu_entries(self, asker: Asker, area: Area, enabled: Collection[str]) -> list[MenuEntry]:
        """The links of an area that this asker may follow, in order."""
        found = self._asked("menu_entries", enabled, asker=asker, area=area)
        entries = [
            owned.value for owned in found if owned.value.permission == OPEN or asker.may(owned.value.permission)
        ]
        return sorted(entries, key=lambda entry: (entry.order, entry.key))

    def document_content(
        self, session: Session, document: Document, enabled: Collection[str]
    ) -> DocumentContent | None:
        """What a document says, from the first that knows it: plugins, then core."""
        content: DocumentContent | None = self._first("document_content", enabled, session=session, document=document)
        return content

    def render_documents(
        self,
        session: Session,
        contents: Sequence[DocumentContent],
        format: DocumentFormat,
        enabled: Collection[str],
    ) -> Sequence[bytes] | None:
        """The documents in a form, from the first that makes it: plugins, then core."""
        made: Sequence[bytes] | None = self._first(
            "render_documents", enabled, session=session, contents=contents, format=format
        )
        return made

    def proposed_marks(
        self, session: Session, question: ProposalQuestion, enabled: Collection[str]
    ) -> list[ProposedMark]:
        """Marks of a period that are suggested, by the first that has a rule for their scheme."""
        return list(self._first("proposed_marks", enabled, session=session, question=question) or ())

    def _asked(self, hook: str, enabled: Collection[str] | None = None, **arguments: Any) -> Iterator[Owned[Any]]:
        for owner, module in self._asking(self._owners, hook, enabled):
            for value in self._ask(owner, module, hook, arguments, _together):
                yield Owned(owner, value)

    def _first(self, hook: str, enabled: Collection[str], **arguments: Any) -> Any:
        """The first answer; core's own parts come last, so that a plugin may know better."""
        plugins_first = sorted(self._owners, key=lambda owned: owned[0] == CORE)
        for owner, module in self._asking(plugins_first, hook, enabled):
            for answer in self._ask(owner, module, hook, arguments, list):
                return answer
        return None

    def _asking(
        self, owners: Sequence[tuple[str, ModuleType]], hook: str, enabled: Collection[str] | None
    ) -> Iterator[tuple[str, ModuleType]]:
        """Who implements a hook and is enabled."""
        for owner, module in owners:
            if hasattr(module, hook) and (enabled is None or owner == CORE or owner in enabled):
                yield owner, module

    def _ask(
        self,
        owner: str,
        module: ModuleType,
        hook: str,
        arguments: dict[str, Any],
        read: Callable[[list[Any]], list[Any]],
    ) -> list[Any]:
        try:
            return read(self._caller(module, hook)(**arguments))
        except KladeError:
            raise  # a fault that a person can mend is told as it is
        except Exception as error:
            raise PluginFailed(f"plugin {owner} failed in hook {hook}") from error

    def _caller(self, module: ModuleType, hook: str) -> pluggy.HookCaller:
        """Asks one module alone, which keeps the owner of each answer: pluggy drops it. Made once."""
        caller = self._callers.get((module, hook))
        if caller is None:
            others = [other for _, other in self._owners if other is not module]
            caller = self._callers[module, hook] = self._manager.subset_hook_caller(hook, others)
        return caller

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


def _together(answers: list[Iterable[Any]]) -> list[Any]:
    return [value for answer in answers for value in answer]


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
