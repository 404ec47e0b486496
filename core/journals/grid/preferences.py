"""How the grid behaves for who writes in it; kept with the account."""

from core.accounts.preferences import prefer, preferences

COMFORTABLE, ADVANCE = "comfortable", "advance"
KEYS = (COMFORTABLE, ADVANCE)
_PREFIX = "grid."


def chosen() -> dict[str, bool]:
    """By key, whether it is chosen."""
    found = preferences()
    return {key: _PREFIX + key in found for key in KEYS}


def choose(key: str, *, on: bool) -> None:
    """Higher rows, or a mark of one digit that needs no Enter."""
    prefer(_PREFIX + key, on=on)
