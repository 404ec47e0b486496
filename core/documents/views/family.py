"""What families have of documents: the list of what was issued about a child, and each file as it was given."""

from flask import Response, render_template
from flask_babel import gettext as _

from core.documents import queries
from core.documents.access import OWN
from core.documents.models import IssuedDocument
from core.documents.views.pages import blueprint
from core.documents.views.register import file_answer
from core.foundation.errors import NotFound
from core.foundation.permissions import access
from core.foundation.scope import scope
from core.journals.diary.children import children_of
from core.people.models import Person


@blueprint.get("/of/<int:pupil_id>")
@access(OWN, Person, "pupil_id")
def of_pupil(pupil_id: int) -> str:
    """The documents about a child, the newest first."""
    children = [child for child in children_of(scope.session, scope.asker) if child.sees_marks]
    child = next((one for one in children if one.id == pupil_id), None)
    if child is None:
        raise NotFound(_("There is no such page."))
    documents = queries.issued_about(scope.session, pupil_id)
    return render_template("documents/family.html", children=children, child=child, documents=documents)


@blueprint.get("/own/<int:document_id>/file")
@access(OWN, IssuedDocument, "document_id")
def own_file(document_id: int) -> Response:
    """The file of a document, byte for byte as it was given."""
    return file_answer(scope.session.get_one(IssuedDocument, document_id))
