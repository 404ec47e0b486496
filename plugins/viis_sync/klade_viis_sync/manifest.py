"""The manifest of a file: for which school and year it is, and what each of its tables must be."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from core.values.imports import Refused
from core.values.texts import N_
from klade_viis_sync.sheets import Sheet

SCHEMA = "VIIS-PROP/1"

_REGISTRATION_NUMBER = re.compile(r"\d{10}")
_SCHOOL_YEAR = re.compile(r"(20\d\d)/(20\d\d)")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Part:
    """What the manifest says of one table: how many rows, and in an archive its digest."""

    rows: int
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Manifest:
    """For whom the file is, of when, and its parts by file name."""

    file: str
    registration_number: str
    school_year: str
    created_at: datetime
    author: str
    parts: dict[str, Part]

    @property
    def first_day(self) -> date:
        """The first day of the school year by law."""
        return date(int(self.school_year[:4]), 9, 1)

    @property
    def last_day(self) -> date:
        """The last day of the school year by law."""
        return date(int(self.school_year[5:]), 8, 31)


def read_manifest(values: dict[str, object], file: str) -> Manifest:
    """The manifest, refused with the name of the value that is missing or wrong."""
    schema = _text(values, "schema", file)
    if schema != SCHEMA:
        raise Refused(
            file,
            N_("The schema is “%(found)s”; this version of Klade reads %(expected)s."),
            column="schema",
            found=schema[:40],
            expected=SCHEMA,
        )
    number = _text(values, "registracijas_nr", file)
    if not _REGISTRATION_NUMBER.fullmatch(number):
        raise Refused(file, N_("A school's registration number has ten digits."), column="registracijas_nr")
    return Manifest(
        file,
        number,
        _school_year(values, file),
        _created_at(values, file),
        _text(values, "author", file),
        _parts(values.get("files"), file),
    )


def check_school(manifest: Manifest, registration_number: str | None) -> None:
    """Refuse another school's file; a school that has no number yet takes the file's."""
    if registration_number and manifest.registration_number != registration_number:
        raise Refused(
            manifest.file,
            N_("The file is of the school %(found)s, but this school's registration number is %(expected)s."),
            column="registracijas_nr",
            found=manifest.registration_number,
            expected=registration_number,
        )


def check_digests(manifest: Manifest, digests: dict[str, str]) -> None:
    """Every part of an archive is named in the manifest, is there, and is what it was when it was written."""
    for name, part in manifest.parts.items():
        if name not in digests:
            raise Refused(
                manifest.file, N_("“%(name)s” is named in the manifest but is not in the archive."), name=name
            )
        if part.sha256 is None:
            raise Refused(manifest.file, N_("The manifest gives no digest of “%(name)s”."), name=name)
        if part.sha256 != digests[name]:
            raise Refused(name, N_("The file was changed or damaged: its digest is not the one in the manifest."))
    for name in digests:
        if name not in manifest.parts:
            raise Refused(
                manifest.file, N_("“%(name)s” is in the archive but is not named in the manifest."), name=name
            )


def check_rows(manifest: Manifest, sheet: Sheet) -> None:
    """The table has as many rows as the manifest says, where it says so."""
    part = manifest.parts.get(f"{sheet.table}.csv") or manifest.parts.get(sheet.table)
    if part and part.rows != len(sheet.rows):
        raise Refused(
            sheet.file,
            N_("The table has %(found)s rows where the manifest says %(expected)s."),
            found=len(sheet.rows),
            expected=part.rows,
        )


def _text(values: dict[str, object], name: str, file: str) -> str:
    value = values.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Refused(file, N_("The manifest does not say “%(name)s”."), column=name, name=name)
    return value.strip()


def _school_year(values: dict[str, object], file: str) -> str:
    text = _text(values, "macibu_gads", file)
    years = _SCHOOL_YEAR.fullmatch(text)
    if years is None or int(years[2]) != int(years[1]) + 1:
        raise Refused(
            file, N_("A school year is written as 2026/2027, not “%(found)s”."), column="macibu_gads", found=text[:20]
        )
    return text


def _created_at(values: dict[str, object], file: str) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(values, "created_at", file))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not 2000 <= moment.year < 2100:
        raise Refused(
            file, N_("The time of creation is not written as 2026-11-20T08:00:00+02:00."), column="created_at"
        )
    return moment


def _parts(files: object, file: str) -> dict[str, Part]:
    if files is None:
        return {}
    if not isinstance(files, dict):
        raise Refused(file, N_("The manifest's list of files is not readable."), column="files")
    parts: dict[str, Part] = {}
    for name, said in files.items():
        part = _part(said)
        if part is None:
            raise Refused(
                file, N_("What the manifest says of “%(name)s” is not readable."), column="files", name=str(name)[:80]
            )
        parts[str(name)] = part
    return parts


def _part(said: object) -> Part | None:
    if not isinstance(said, dict):
        return None
    rows, digest = said.get("rows"), said.get("sha256")
    if not isinstance(rows, int) or isinstance(rows, bool) or rows < 0:
        return None
    if digest is None:
        return Part(rows, None)
    if not isinstance(digest, str) or not _DIGEST.fullmatch(digest.lower()):
        return None
    return Part(rows, digest.lower())
