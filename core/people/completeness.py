"""What a pupil's personal file still lacks of what R3.2 asks for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from core.people.contacts import ACTUAL, DECLARED, PHONE
from core.people.queries.file import FileGuardian, PupilFile, is_on
from core.values.access import AccessClass


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is missing; `whose` names the guardian it is missing of."""

    what: Any
    whose: str = ""


def can_tell(file: PupilFile) -> bool:
    """The asker sees enough of the file to know what is missing."""
    return AccessClass.CONTACT in file.classes and file.sees_guardians


def lacks(file: PupilFile, day: date) -> list[Lack]:
    """What is missing on a day, in the order of the rule."""
    return [*_of_pupil(file, day), *_of_guardians(file)]


def _of_pupil(file: PupilFile, day: date) -> Iterator[Lack]:
    person, document = file.person, file.document
    addresses = {row["kind"] for row in file.addresses if is_on(row, day)}
    asked = (
        (any(row["kind"] == PHONE for row in file.contacts), _l("Phone")),
        (person["personal_code"] or person["institution_number"], _l("Personal code")),
        (person["birth_date"], _l("Birth date")),
        (person["sex"], _l("Sex")),
        (document.get("number"), _l("Number of the identity document")),
        (document.get("issued"), _l("Date of issue of the identity document")),
        (document.get("issuer"), _l("Issuer of the identity document")),
        (file.education.get("programme"), _l("Previous programme completed")),
        (DECLARED in addresses, _l("Declared address")),
        (ACTUAL in addresses, _l("Actual address")),
        (file.guardians, _l("Parents")),
    )
    return (Lack(what) for is_there, what in asked if not is_there)


def _of_guardians(file: PupilFile) -> Iterator[Lack]:
    for guardian in file.guardians:
        name = f"{guardian.person['given_name']} {guardian.person['family_name']}"
        yield from (Lack(what, name) for what in _of_guardian(guardian))


def _of_guardian(guardian: FileGuardian) -> Iterator[Any]:
    if not any(row["kind"] == PHONE for row in guardian.contacts or ()):
        yield _l("Phone")
    if not guardian.addresses:
        yield _l("Address")
