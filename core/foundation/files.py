"""Files of a school, kept by what is in them: the digest is the name, so nothing is ever overwritten.

A file is written before the row that names it: a file without a row is harmless, a row without its file cannot be.
"""

import hashlib
import os
import secrets
from pathlib import Path

from flask_babel import lazy_gettext as _l

from core.foundation.database import Database, SchoolRef
from core.foundation.errors import Unavailable


class FileStore:
    """The files folder of one school."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes) -> str:
        """Keep a file; its digest. Durable when it returns, and the same file twice is one."""
        digest = hashlib.sha256(content).hexdigest()
        place = self._place(digest)
        if place.exists():
            return digest
        place.parent.mkdir(parents=True, exist_ok=True)
        unfinished = place.with_name(f"{digest}.{secrets.token_hex(4)}")
        try:
            with unfinished.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(place)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        _settle(place.parent)
        return digest

    def read(self, digest: str) -> bytes:
        """A file as it was given. Raises Unavailable where it is gone or is no longer the same."""
        try:
            content = self._place(digest).read_bytes()
        except FileNotFoundError as error:
            message = _l("The archived file is missing from this server. Ask whoever runs it to restore a backup.")
            raise Unavailable(message) from error
        if hashlib.sha256(content).hexdigest() != digest:
            raise Unavailable(
                _l("The archived file is damaged, so it is not shown. Ask whoever runs the server to restore a backup.")
            )
        return content

    def _place(self, digest: str) -> Path:
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            raise ValueError("no digest")
        return self._folder / digest[:2] / digest


def file_store(database: Database, school: SchoolRef) -> FileStore:
    """The files of a school: below the data folder, by the immutable name of its database."""
    return FileStore(database.configuration.folder / "files" / school.database_name)


def _settle(folder: Path) -> None:
    """The new name itself survives a power cut too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
