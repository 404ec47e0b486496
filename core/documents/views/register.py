"""Izsniegtie dokumenti: the register, and the files as they were given."""

from datetime import date

from flask import Response, render_template, request

from core.documents import queries
from core.documents.access import REGISTER
from core.documents.models import IssuedBundle, IssuedDocument
from core.documents.views.pages import blueprint, files
from core.foundation.permissions import access
from core.foundation.scope import scope
from core.values.documents import DocumentFormat

_MOST = 100
# An archived page stands alone: its looks are in it, and nothing in it may run or be loaded.
_ALONE = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@blueprint.get("/issued")
@access(REGISTER)
def register() -> str:
    """What was issued, the newest first."""
    number = max(request.args.get("page", 0, int), 0)
    page = queries.register(scope.session, scope.asker, number * _MOST, _MOST)
    return render_template("documents/register.html", page=page, number=number, most=_MOST)


@blueprint.get("/issued/<int:document_id>/file")
@access(REGISTER, IssuedDocument, "document_id")
def document_file(document_id: int) -> Response:
    """The file of a document, byte for byte as it was given."""
    return file_answer(scope.session.get_one(IssuedDocument, document_id))


@blueprint.get("/bundles/<int:bundle_id>/file")
@access(REGISTER, IssuedBundle, "bundle_id")
def bundle_file(bundle_id: int) -> Response:
    """The file with a whole class's documents."""
    found = scope.session.get_one(IssuedBundle, bundle_id)
    return _file(found, f"{found.type_key}-{_day(found.last)}-{found.id}")


def file_answer(document: IssuedDocument) -> Response:
    """The file of a document, for whoever may open it."""
    return _file(document, f"{document.type_key}-{document.number_text.replace('/', '-')}-{document.year}")


def _file(found: IssuedDocument | IssuedBundle, name: str) -> Response:
    """A PDF is saved under a name that tells nobody's; a page is shown, to be printed by the browser."""
    form, digest = DocumentFormat(found.format), found.digest
    scope.release()
    content = files().read(digest)
    disposition = f'attachment; filename="{name}.pdf"' if form is DocumentFormat.PDF else "inline"
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store", "Content-Security-Policy": _ALONE}
    return Response(content, content_type=form.media_type, headers=headers)


def _day(day: date) -> str:
    return f"{day:%Y-%m-%d}"
