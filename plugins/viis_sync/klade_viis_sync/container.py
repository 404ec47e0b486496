"""What kind of file it is, told by its first bytes, and its tables: ZIP with CSV, XLSX, or one JSON object."""

from dataclasses import dataclass
from hashlib import sha256

from core.values.imports import Refused
from core.values.texts import N_
from klade_viis_sync.archive import parts_of
from klade_viis_sync.delimited import read_delimited
from klade_viis_sync.jsonfile import MANIFEST, json_sheet, parse_object, read_json
from klade_viis_sync.manifest import Manifest, check_digests, check_rows, read_manifest
from klade_viis_sync.sheets import Sheet
from klade_viis_sync.workbook import read_workbook

ENDINGS = (".zip", ".xlsx", ".json")
LARGEST_FILE = 24 * 1024 * 1024
MANIFEST_FILE = "manifest.json"

_ZIP = b"PK\x03\x04"
_WORKBOOK_PART = b"[Content_Types].xml"


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one file contains: its manifest and its tables, not yet understood."""

    manifest: Manifest
    sheets: tuple[Sheet, ...]


def open_file(content: bytes, file_name: str) -> Parcel:
    """The file's manifest and tables; refused if it is no such file, or not the one its manifest describes."""
    if not content:
        raise Refused(file_name, N_("The file is empty."))
    if len(content) > LARGEST_FILE:
        raise Refused(
            file_name,
            N_("The file is larger than %(most)s MB; such a file is not read."),
            most=LARGEST_FILE // (1024 * 1024),
        )
    parcel = _open(content, file_name)
    for sheet in parcel.sheets:
        check_rows(parcel.manifest, sheet)
    return parcel


def _open(content: bytes, file_name: str) -> Parcel:
    if content.startswith(_ZIP):
        # A workbook's first part is its list of types; in an archive of tables no such name may stand.
        if _WORKBOOK_PART in content[:4096] or file_name.lower().endswith(".xlsx"):
            values, sheets = read_workbook(content, file_name)
            return Parcel(read_manifest(values, f"{file_name}/{MANIFEST}"), tuple(sheets))
        return _open_archive(content, file_name)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        values, tables = read_json(content, file_name)
        manifest = read_manifest(values, f"{file_name}/{MANIFEST}")
        return Parcel(manifest, tuple(json_sheet(name, table, file_name) for name, table in tables.items()))
    raise Refused(file_name, N_("This is no VIIS file: give a ZIP archive, an Excel workbook (.xlsx) or a JSON file."))


def _open_archive(content: bytes, file_name: str) -> Parcel:
    parts = parts_of(content, file_name)
    if MANIFEST_FILE not in parts:
        raise Refused(file_name, N_("The archive has no manifest.json."))
    manifest = read_manifest(parse_object(parts.pop(MANIFEST_FILE), MANIFEST_FILE), MANIFEST_FILE)
    for name in parts:
        if not name.endswith(".csv"):
            raise Refused(file_name, N_("“%(name)s” in the archive is no CSV table."), name=name[:80])
    check_digests(manifest, {name: sha256(part).hexdigest() for name, part in parts.items()})
    return Parcel(
        manifest, tuple(read_delimited(part, name.removesuffix(".csv"), name) for name, part in parts.items())
    )
