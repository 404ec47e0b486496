"""Where templates are found: the school's own first, then a plugin's, then Klade's."""

from collections.abc import Collection, Mapping
from functools import cache
from importlib.metadata import entry_points
from importlib.resources import files

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation.database import state_of
from klade_printing.models import PaperTemplate

OWN = "klade_printing"
ENDING = ".typ"
_FOLDER = "documents"


def templates(session: Session) -> dict[str, str]:
    """By name: the text of each template that the school uses."""
    return provided(state_of(session).plugins) | used_by_school(session)


def used_by_school(session: Session) -> dict[str, str]:
    """The school's own templates that are in use."""
    rows = session.execute(select(PaperTemplate.name, PaperTemplate.text).where(PaperTemplate.is_used))
    return dict(rows.all())


def provided(enabled: Collection[str]) -> dict[str, str]:
    """Klade's templates, and in their place those that the enabled plugins bring in their folder `documents`."""
    found: dict[str, str] = dict(_brought_by(OWN, ENDING))
    for package in _packages(frozenset(enabled)):
        found |= _brought_by(package, ENDING)
    return found


def sample(enabled: Collection[str], name: str) -> str | None:
    """The example data of a template, as JSON: what its preview shows."""
    for package in (*_packages(frozenset(enabled)), OWN):
        found = _brought_by(package, ".json").get(f"{name.removesuffix(ENDING)}.json")
        if found is not None:
            return found
    return None


@cache
def _packages(enabled: frozenset[str]) -> tuple[str, ...]:
    """The packages of the enabled plugins, without this one."""
    entries = sorted(entry_points(group="klade.plugins"), key=lambda entry: entry.name)
    packages = (entry.value.partition(":")[0].partition(".")[0] for entry in entries if entry.name in enabled)
    return tuple(package for package in packages if package != OWN)


@cache
def _brought_by(package: str, ending: str) -> Mapping[str, str]:
    folder = files(package) / _FOLDER
    if not folder.is_dir():
        return {}
    return {file.name: file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(ending)}
