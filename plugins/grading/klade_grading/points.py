"""The school's table that makes marks of points (punkti): from how many per cent each mark of the ten is given."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from core.values.settings import SettingsSection

HIGHEST = 10
_USUAL = {2: 11, 3: 21, 4: 33, 5: 45, 6: 56, 7: 68, 8: 77, 9: 87, 10: 95}


def _from(mark: int) -> fields.Integer:
    return fields.Integer(
        required=True,
        validate=validate.Range(1, 100, error=_l("Between 1 and 100 per cent.")),
        metadata={"label": _l("Mark %(mark)s from, per cent", mark=mark)},
    )


class PointsSettings(Schema):
    """The least per cent of the points for each mark; 1 is what lies below."""

    from_2 = _from(2)
    from_3 = _from(3)
    from_4 = _from(4)
    from_5 = _from(5)
    from_6 = _from(6)
    from_7 = _from(7)
    from_8 = _from(8)
    from_9 = _from(9)
    from_10 = _from(10)

    @validates_schema
    def _rising(self, values: Mapping[str, int], **_kwargs: Any) -> None:
        # What is stored comes one value at a time; together they come from the page.
        for mark in range(3, HIGHEST + 1):
            if values.get(f"from_{mark}", 101) <= values.get(f"from_{mark - 1}", 0):
                raise ValidationError(_l("A higher mark takes more per cent than the one below it."), f"from_{mark}")


POINTS = SettingsSection(
    key="grading.points",
    title=_l("Marks from points"),
    schema=PointsSettings,
    defaults={f"from_{mark}": per_cent for mark, per_cent in _USUAL.items()},
    order=301,
)


def mark_of(points: int, most: int, settings: Mapping[str, Any]) -> int:
    """The mark of the ten. Exact: 85 per cent is reached, or it is not."""
    reached = (mark for mark in range(2, HIGHEST + 1) if points * 100 >= settings[f"from_{mark}"] * most)
    return max(reached, default=1)
