"""What a route demands. A route that declares nothing fails a test and is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

V = TypeVar("V", bound=Callable[..., Any])

PUBLIC: Final = "public"
"""Anybody, signed in or not."""
SIGNED_IN: Final = "signed-in"
"""An account, of whatever school."""
OPEN: Final = "member"
"""Any person of the school."""


@dataclass(frozen=True, slots=True)
class Access:
    """The permission of a route and, where it concerns one row, the kind of row and the argument with its id."""

    permission: str
    kind: type[Any] | None = None
    argument: str | None = None


def access(permission: str, kind: type[Any] | None = None, argument: str | None = None) -> Callable[[V], V]:
    """Declare what a view demands; it is checked before the view runs.

    With a kind and an argument the row must be one the permission reaches, else the answer is 404 as for no row.
    """
    if (kind is None) != (argument is None):
        raise TypeError("a kind of row and the argument with its id belong together")

    def declare(view: V) -> V:
        view.__klade_access__ = Access(permission, kind, argument)  # type: ignore[attr-defined]  # a mark on the function
        return view

    return declare


def access_of(view: Callable[..., Any] | None) -> Access | None:
    """What the view declares."""
    return getattr(view, "__klade_access__", None)
