"""What accounts keep while the program runs, in the web and in commands."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from flask import current_app

from core.accounts.askers import Askers
from core.accounts.keys import Keys, keys_of
from core.accounts.passwords import Passwords
from core.accounts.throttle import Throttle
from core.accounts.web_sessions.records import Lifetimes
from core.foundation.database import Database

EXTENSION = "klade_accounts"
ASKERS = "klade_askers"
DEFAULTS: Mapping[str, int] = {
    "KLADE_SESSION_IDLE_HOURS": 12,
    "KLADE_SESSION_KEPT_DAYS": 60,
    # OWASP's advice for argon2id; tests set less.
    "KLADE_PASSWORD_MEMORY_KIB": 19456,
    "KLADE_PASSWORD_PASSES": 2,
}


@dataclass(frozen=True, slots=True)
class Accounts:
    """The directory, the keys, and what checks and counts."""

    database: Database
    keys: Keys
    passwords: Passwords
    throttle: Throttle
    lifetimes: Lifetimes


def open_accounts(database: Database, configuration: Mapping[str, Any] | None = None) -> Accounts:
    """Accounts of an installation; numbers come from the configuration, else the environment, else the defaults."""

    def number(key: str) -> int:
        given = (configuration or {}).get(key, os.environ.get(key))
        return DEFAULTS[key] if given is None else int(given)

    keys = keys_of(database.configuration.folder)
    return Accounts(
        database=database,
        keys=keys,
        passwords=Passwords(memory_kib=number("KLADE_PASSWORD_MEMORY_KIB"), passes=number("KLADE_PASSWORD_PASSES")),
        throttle=Throttle(database, keys.codes),
        lifetimes=Lifetimes(
            idle=timedelta(hours=number("KLADE_SESSION_IDLE_HOURS")),
            kept=timedelta(days=number("KLADE_SESSION_KEPT_DAYS")),
        ),
    )


def accounts() -> Accounts:
    """The accounts of the present application."""
    return cast(Accounts, current_app.extensions[EXTENSION])


def askers() -> Askers:
    """How the present application finds the person behind an account."""
    return cast(Askers, current_app.extensions[ASKERS])
