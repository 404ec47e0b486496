"""How the school numbers its documents."""

from flask_babel import lazy_gettext as _l
from marshmallow import Schema, fields, validate

from core.values.settings import SettingsSection

SECTION = "documents"


def _index() -> validate.Regexp:
    return validate.Regexp(r"[\w.-]{0,20}\Z", error=_l("Letters, digits, hyphens and full stops, at most 20."))


class DocumentSettings(Schema):
    """What is read from the settings page and from storage."""

    transcript_index = fields.String(
        validate=_index(),
        metadata={
            "label": _l("Index of transcripts of marks in the list of files"),
            "hint": _l("Stands before the number: with 1-9 the documents are 1-9/1, 1-9/2. It may stay empty."),
        },
    )
    report_card_index = fields.String(
        validate=_index(), metadata={"label": _l("Index of report cards in the list of files")}
    )


SETTINGS = SettingsSection(
    SECTION, _l("Documents"), DocumentSettings, {"transcript_index": "", "report_card_index": ""}, order=110
)
