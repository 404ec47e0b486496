"""How the school numbers its documents."""

from flask_babel import lazy_gettext as _l
from marshmallow import Schema, fields, validate

from core.values.settings import SettingsSection

SECTION = "documents"


class DocumentSettings(Schema):
    """What is read from the settings page and from storage."""

    transcript_index = fields.String(
        validate=validate.Regexp(r"[\w.-]{0,20}\Z", error=_l("Letters, digits, hyphens and full stops, at most 20.")),
        metadata={
            "label": _l("Index of transcripts of marks in the list of files"),
            "hint": _l("Stands before the number: with 1-9 the documents are 1-9/1, 1-9/2. It may stay empty."),
        },
    )


SETTINGS = SettingsSection(SECTION, _l("Documents"), DocumentSettings, {"transcript_index": ""}, order=110)
