"""The school's rules about personal files."""

from flask_babel import lazy_gettext as _l
from marshmallow import Schema, fields, validate

from core.people.adults import ASK, END, KEEP, RULE, SECTION
from core.values.settings import SettingsSection

__all__ = ["NAMES", "SECTION", "SETTINGS"]

NAMES = "families_see_reader_names"


class PeopleSettings(Schema):
    """What families see of the openings of a personal file, and what guardians see of a pupil of 18."""

    families_see_reader_names = fields.Boolean(
        metadata={
            "label": _l("Families see by name who opened the personal file"),
            "hint": _l("Otherwise they see when, and in which role."),
        }
    )
    guardians_of_adults = fields.String(
        validate=validate.OneOf((ASK, END, KEEP)),
        metadata={
            "label": _l("When a pupil turns 18, guardians"),
            "hint": _l("The pupil's own decision counts more than this rule."),
            "options": {
                ASK: _l("see nothing until the pupil, who is asked, has decided"),
                END: _l("see nothing more"),
                KEEP: _l("see as before until the pupil objects"),
            },
        },
    )


SETTINGS = SettingsSection(SECTION, _l("Personal files"), PeopleSettings, {NAMES: False, RULE: ASK}, order=60)
