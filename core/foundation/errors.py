"""What may go wrong in a way a person can act on. One web handler and one command handler show these."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault at a place: a form's field, a file's line and column, a cell."""

    place: str
    message: Any


class KladeError(Exception):
    """The base of all errors with a message for the person.

    `message` is translated text, or lazy text translated when it is shown.
    """

    status = 500
    code = "error"

    def __init__(self, message: Any, problems: list[Problem] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.problems = problems or []

    def __str__(self) -> str:
        return str(self.message)


class NotSignedIn(KladeError):
    """Nobody is signed in, or the session has ended."""

    status = 401
    code = "not-signed-in"


class NotAllowed(KladeError):
    """The person may see the thing but not do this with it."""

    status = 403
    code = "not-allowed"


class NotFound(KladeError):
    """There is no such thing, or not for this person: the answer is the same."""

    status = 404
    code = "not-found"


class Conflict(KladeError):
    """Somebody changed the same thing meanwhile; the message names what and who."""

    status = 409
    code = "conflict"


class Invalid(KladeError):
    """What was given breaks a rule; `problems` say where."""

    status = 422
    code = "invalid"


class Unavailable(KladeError):
    """The school is closed, read-only or being upgraded; what was typed is not lost by the caller."""

    status = 503
    code = "unavailable"
