"""One figure as a line of JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, and of what size."""

    name: str
    value: float
    unit: str
    of: Mapping[str, Any]

    def line(self) -> str:
        shown = {"name": self.name, "value": round(self.value, 3), "unit": self.unit, "of": dict(self.of)}
        return orjson.dumps(shown).decode()
