"""The blueprint of mail, and what its pages share."""

from flask import Blueprint, request

from core.foundation.files import FileStore, file_store
from core.foundation.runtime import klade
from core.foundation.scope import scope
from klade_messaging.letters.files import PLACE, Enclosures, Limits
from klade_messaging.settings import SECTION

pages = Blueprint("messaging", __name__, url_prefix="/mail", template_folder="../templates")


def archive() -> FileStore:
    """The files of the request's school."""
    return file_store(klade().database, scope.school)


def limits() -> Limits:
    """What a letter may carry in this school."""
    return Limits.of(klade().settings.values(scope.session, SECTION.key))


def enclosures() -> Enclosures:
    """The files that the request's form names or brings."""
    found = Enclosures(archive(), limits(), f"{scope.school.database_name} {scope.asker.person_id}")
    if request.method == "POST":
        found.keep(request.form.getlist("kept"), request.form.get("drop"))
        found.take(request.files.getlist(PLACE))
    return found
