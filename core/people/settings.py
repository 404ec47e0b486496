"""The school's rules about personal files."""

from flask_babel import lazy_gettext as _l
from marshmallow import Schema, fields

from core.values.settings import SettingsSection

SECTION = "people"
NAMES = "families_see_reader_names"


class PeopleSettings(Schema):
    """What families see of the openings of a personal file."""

    families_see_reader_names = fields.Boolean(
        metadata={
            "label": _l("Families see by name who opened the personal file"),
            "hint": _l("Otherwise they see when, and in which role."),
        }
    )


SETTINGS = SettingsSection(SECTION, _l("Personal files"), PeopleSettings, {NAMES: False}, order=60)
