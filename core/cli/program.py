"""What every command works with."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from types import TracebackType
from typing import Any

import click
from flask import Flask
from flask_babel import force_locale

from core.foundation.database import Author, Database, SchoolRef
from core.foundation.database.directory import school_named
from core.foundation.runtime import Klade
from core.founding import prepare_directory


class Terminal:
    """The running program behind a command; a plugin's command gets it with `click.make_pass_decorator`."""

    author = Author(None, "klade")

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if "klade" in self.__dict__:
            self.klade.database.close()

    @cached_property
    def klade(self) -> Klade:
        from core.app import create_klade  # the whole program, not needed for `--help`

        return create_klade()

    @cached_property
    def app(self) -> Flask:
        from core.app import create_app  # as above

        return create_app()

    @property
    def database(self) -> Database:
        return self.klade.database

    def school(self, slug: str) -> SchoolRef:
        """The school with a slug. Raises NotFound."""
        prepare_directory(self.database)
        with self.database.directory() as session:
            return school_named(session, slug)


pass_terminal = click.make_pass_decorator(Terminal)


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Speak a language outside of any request."""
    app = _speaker()
    with app.app_context(), force_locale(language):
        yield


def _speaker() -> Any:
    """An application that knows nothing but the catalogues."""
    from core.app import catalogues, create_klade  # the catalogues of all plugins
    from core.web.languages import configure_languages

    app = Flask("core.cli", static_folder=None)
    configure_languages(app, catalogues(create_klade().plugins), lambda: None)
    return app
