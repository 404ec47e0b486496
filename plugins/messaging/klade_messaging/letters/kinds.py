"""Kinds of files, told by what is in them.

A file's name and the type that a browser states are the sender's word only. The table is Klade's own and short on
purpose: a library of signatures knows a thousand kinds, of which a school's letters may carry a dozen, and none looks
inside the packages of office programs for macros.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

_PACKAGE_MEMBERS = 20_000


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind: how it is sent, how its names end, and how its content shows."""

    media_type: str
    endings: tuple[str, ...]
    """The first is given to a name that ends otherwise."""
    is_in: Callable[[bytes], bool]
    needs_ending: bool = False
    """Its content could be anything written: only the name tells it from a page or a program."""


def _begins(*beginnings: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(beginnings)


def _is_webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def _is_heic(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in {b"heic", b"heix", b"mif1", b"msf1"}


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode()
    except UnicodeDecodeError:
        return False


def _office(member: str) -> Callable[[bytes], bool]:
    """A package of Word, Excel or PowerPoint without macros."""

    def is_in(content: bytes) -> bool:
        names = _members(content)
        return member in names and not any(name.lower().endswith("vbaproject.bin") for name in names)

    return is_in


def _open_document(media_type: str) -> Callable[[bytes], bool]:
    """A package of LibreOffice: it says what it is in its first member. Without macros."""

    def is_in(content: bytes) -> bool:
        says = content[30:38] == b"mimetype" and content[38:].startswith(media_type.encode() + b"PK")
        return says and not any(name.startswith(("Basic/", "Scripts/")) for name in _members(content))

    return is_in


def _members(content: bytes) -> frozenset[str]:
    if not content.startswith(b"PK\x03\x04"):
        return frozenset()
    try:
        with ZipFile(BytesIO(content)) as package:
            return frozenset(package.namelist()[:_PACKAGE_MEMBERS])
    except (BadZipFile, ValueError, NotImplementedError, OSError):
        return frozenset()


_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"

KINDS: Mapping[str, FileKind] = {
    "pdf": FileKind("application/pdf", (".pdf",), _begins(b"%PDF-")),
    "jpg": FileKind("image/jpeg", (".jpg", ".jpeg"), _begins(b"\xff\xd8\xff")),
    "png": FileKind("image/png", (".png",), _begins(b"\x89PNG\r\n\x1a\n")),
    "webp": FileKind("image/webp", (".webp",), _is_webp),
    "heic": FileKind("image/heic", (".heic", ".heif"), _is_heic),
    "docx": FileKind(f"{_OOXML}.wordprocessingml.document", (".docx",), _office("word/document.xml")),
    "xlsx": FileKind(f"{_OOXML}.spreadsheetml.sheet", (".xlsx",), _office("xl/workbook.xml")),
    "pptx": FileKind(f"{_OOXML}.presentationml.presentation", (".pptx",), _office("ppt/presentation.xml")),
    **{
        name: FileKind(f"{_ODF}.{title}", (f".{name}",), _open_document(f"{_ODF}.{title}"))
        for name, title in (("odt", "text"), ("ods", "spreadsheet"), ("odp", "presentation"))
    },
    "txt": FileKind("text/plain", (".txt",), _is_text, needs_ending=True),
    "csv": FileKind("text/csv", (".csv",), _is_text, needs_ending=True),
}


def kind_of(name: str, content: bytes) -> FileKind | None:
    """The kind of a file, or nothing where it is none of those that letters carry."""
    small = name.lower()
    for kind in KINDS.values():
        if kind.needs_ending and not small.endswith(kind.endings):
            continue
        if kind.is_in(content):
            return kind
    return None
