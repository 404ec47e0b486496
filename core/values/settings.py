"""Settings: the numbers and words of rules are the school's data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema


@dataclass(frozen=True, slots=True)
class SettingsSection:
    """Settings that belong together on the settings page; `schema` reads what is typed and what is stored.

    A field's `metadata` may hold `label` and `hint`.
    """

    key: str
    title: Any
    schema: type[Schema]
    defaults: Mapping[str, Any]
    order: int = 100
