"""What the shell contributes to a school: its settings page and the change of hats."""

from collections.abc import Iterable

from flask import Blueprint

from core.web.views import school_pages
from hooks import hookimpl


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    return [school_pages]
