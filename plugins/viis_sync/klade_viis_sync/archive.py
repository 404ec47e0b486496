"""Opening a ZIP that a stranger may have made: sizes and names are looked at before anything is unpacked."""

import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from core.values.imports import Refused
from core.values.texts import N_

LARGEST_UNPACKED = 64 * 1024 * 1024
LARGEST_RATIO = 100
MOST_PARTS = 200
# Below this a high ratio is only a small file that repeats itself.
_RATIO_FROM = 1024 * 1024
_ENCRYPTED = 0x1


def parts_of(content: bytes, file_name: str, folders: bool = False) -> dict[str, bytes]:
    """Every part of the archive by name; `folders` lets parts lie in folders, as in a workbook."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            listed = archive.infolist()
            _check_list(listed, file_name, folders)
            return {part.filename: archive.read(part) for part in listed}
    except (BadZipFile, EOFError, zlib.error, NotImplementedError, ValueError, OSError) as damaged:
        raise Refused(
            file_name, N_("The file is damaged or was cut off; download it again and give the whole file.")
        ) from damaged


def _check_list(listed: list[ZipInfo], file_name: str, folders: bool) -> None:
    if len(listed) > MOST_PARTS:
        raise Refused(
            file_name,
            N_("There are %(count)s parts in the archive, at most %(most)s are read."),
            count=len(listed),
            most=MOST_PARTS,
        )
    seen: set[str] = set()
    for part in listed:
        _check_name(part, file_name, folders)
        if part.filename.lower() in seen:
            raise Refused(file_name, N_("“%(name)s” is in the archive twice."), name=part.filename)
        seen.add(part.filename.lower())
        _check_part(part, file_name)
    _check_sizes(listed, file_name)


def _check_name(part: ZipInfo, file_name: str, folders: bool) -> None:
    name = part.orig_filename
    steps = name.replace("\\", "/").split("/")
    leads_away = name.startswith(("/", "\\")) or ":" in name or ".." in steps or "\x00" in name
    if leads_away or (not folders and len(steps) > 1):
        raise Refused(
            file_name, N_("“%(name)s” in the archive is a path; only plain file names are read."), name=name[:80]
        )
    if name.lower().endswith((".zip", ".7z", ".rar", ".gz", ".xlsx", ".xls")):
        raise Refused(
            file_name,
            N_("“%(name)s” is an archive inside the archive; unpack it and give the inner file."),
            name=name[:80],
        )


def _check_part(part: ZipInfo, file_name: str) -> None:
    if part.flag_bits & _ENCRYPTED:
        raise Refused(file_name, N_("“%(name)s” in the archive is locked with a password."), name=part.filename)
    if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise Refused(
            file_name, N_("“%(name)s” is packed in a way that is not read; make an ordinary ZIP."), name=part.filename
        )


def _check_sizes(listed: list[ZipInfo], file_name: str) -> None:
    unpacked = sum(part.file_size for part in listed)
    if unpacked > LARGEST_UNPACKED:
        raise Refused(
            file_name,
            N_("Unpacked, the archive would take %(size)s MB; at most %(most)s MB are read."),
            size=unpacked // (1024 * 1024),
            most=LARGEST_UNPACKED // (1024 * 1024),
        )
    for part in listed:
        if part.file_size > _RATIO_FROM and part.file_size > LARGEST_RATIO * max(part.compress_size, 1):
            raise Refused(
                file_name,
                N_("“%(name)s” grows more than %(ratio)s times when unpacked; such a file is not opened."),
                name=part.filename,
                ratio=LARGEST_RATIO,
            )
