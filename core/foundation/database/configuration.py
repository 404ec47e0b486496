"""Where the databases are."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DatabaseConfiguration:
    """SQLite files under `folder`, or PostgreSQL where a `url` is given.

    On PostgreSQL `url` is the login role that cannot alter history, and `owner_url` the role that owns the tables and
    migrates; where no owner is given the one role does both, and append-only rests on the program alone.
    """

    folder: Path
    url: str | None = None
    owner_url: str | None = None

    @classmethod
    def from_environment(cls) -> "DatabaseConfiguration":
        """Read `KLADE_DATA`, `KLADE_DATABASE_URL` and `KLADE_DATABASE_OWNER_URL`."""
        return cls(
            folder=Path(os.environ.get("KLADE_DATA", "data")).resolve(),
            url=_with_driver(os.environ.get("KLADE_DATABASE_URL")),
            owner_url=_with_driver(os.environ.get("KLADE_DATABASE_OWNER_URL")),
        )

    @property
    def is_sqlite(self) -> bool:
        return self.url is None


def _with_driver(url: str | None) -> str | None:
    if not url:
        return None
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url
