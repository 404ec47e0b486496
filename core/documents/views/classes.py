"""Papers about a class as a whole, that plugins know: lists and the like. They are not entered in the register."""

from flask import Response
from flask_babel import gettext as _

from core.classes.models import SchoolClass
from core.documents.access import PREPARE
from core.documents.producing import content_of, document_types, render
from core.documents.views.pages import blueprint
from core.foundation.errors import NotFound
from core.foundation.permissions import access, allows
from core.foundation.scope import scope
from core.schools.models import SchoolYear
from core.values.documents import Document, DocumentType


@blueprint.get("/classes/<int:class_id>/<type_key>")
@access(PREPARE, SchoolClass, "class_id")
def class_paper(class_id: int, type_key: str) -> Response:
    """The paper as it is today."""
    kind = next((one for one in papers_of_class(class_id) if one.key == type_key), None)
    if kind is None:
        raise NotFound(_("There is no such document."))
    session, day = scope.session, scope.asker.day
    year = session.get_one(SchoolYear, session.get_one(SchoolClass, class_id).school_year_id)
    day_in_year = min(max(day, year.from_date), year.until_date)
    content = content_of(session, Document(type_key, (class_id,), day_in_year, day_in_year, "year", year.title, day))
    made = render(session, [content])
    headers = {"Content-Disposition": f'inline; filename="{type_key}.{made.format}"', "Cache-Control": "no-store"}
    return Response(made.files[0], content_type=made.format.media_type, headers=headers)


def papers_of_class(class_id: int) -> list[DocumentType]:
    """The types about a class that the asker may have of this one."""
    return [
        kind
        for kind in document_types(scope.session)
        if kind.kind is SchoolClass and allows(scope.session, scope.asker, kind.permission, SchoolClass, class_id)
    ]
