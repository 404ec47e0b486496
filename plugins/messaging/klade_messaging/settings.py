"""The numbers of the school's own rules for letters."""

from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import Schema, ValidationError, fields, validate, validates

from core.values.settings import SettingsSection
from klade_messaging.letters.kinds import KINDS


class MailSettings(Schema):
    """What is read from the settings page and from storage."""

    answer_days = fields.Integer(
        required=True,
        validate=validate.Range(1, 30),
        metadata={
            "label": _l("Working days to answer a letter"),
            "hint": _l("Where an answer is asked for it is due so many working days later, unless it is urgent."),
        },
    )
    most_files = fields.Integer(
        required=True, validate=validate.Range(0, 20), metadata={"label": _l("Files with one letter, at most")}
    )
    largest_file = fields.Integer(
        required=True,
        validate=validate.Range(1, 25),
        metadata={"label": _l("Size of one file, at most, megabytes")},
    )
    file_kinds = fields.String(
        required=True,
        metadata={
            "label": _l("Kinds of files that letters may carry"),
            "hint": _l("Names with spaces between them; Klade knows %(kinds)s.", kinds=" ".join(KINDS)),
        },
    )

    @validates("file_kinds")
    def _known(self, value: str, **_kwargs: Any) -> None:
        unknown = [name for name in value.split() if name not in KINDS]
        if unknown:
            raise ValidationError(_l("Klade does not know files of the kind %(kind)s.", kind=unknown[0]))


SECTION = SettingsSection(
    key="messaging",
    title=_l("Mail"),
    schema=MailSettings,
    defaults={"answer_days": 3, "most_files": 10, "largest_file": 10, "file_kinds": " ".join(KINDS)},
    order=320,
)
