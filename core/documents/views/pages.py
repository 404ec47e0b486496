"""The blueprint of documents, and how its pages issue them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from flask import Blueprint
from sqlalchemy.orm import Session

from core.foundation.files import FileStore, file_store
from core.foundation.runtime import klade
from core.foundation.scope import scope
from core.foundation.text import period_text

T = TypeVar("T")

blueprint = Blueprint("documents", "core.documents", url_prefix="/documents", template_folder="templates")

SORTS = "<any('transcripts', 'report-cards'):sort>"
"""In an address: which kind of print-outs."""


@blueprint.context_processor
def _words() -> dict[str, Any]:
    return {"period_text": period_text}


class RequestDesk:
    """A request reads with its one session, and lets go of it before it writes."""

    @contextmanager
    def read(self) -> Iterator[Session]:
        yield scope.session

    def write(self, kind: str, work: Callable[[Session], T]) -> T:
        return scope.write(kind, work)


def files() -> FileStore:
    """The files of the request's school."""
    return file_store(klade().database, scope.school)
