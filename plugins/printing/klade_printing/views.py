"""The page of templates: what is used, what it looks like, own versions."""

from collections.abc import Sequence

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response as Answer

from core.foundation.acts import perform, tell
from core.foundation.database import state_of
from core.foundation.errors import Invalid, NotFound, Problem
from core.foundation.permissions import access
from core.foundation.scope import scope
from klade_printing import services
from klade_printing.access import TEMPLATES
from klade_printing.models import PaperTemplate
from klade_printing.sources import provided, sample, used_by_school

pages = Blueprint("printing", __name__, url_prefix="/printing", template_folder="templates")


@pages.get("/templates")
@access(TEMPLATES)
def templates() -> str:
    return _page([])


@pages.post("/templates")
@access(TEMPLATES)
def upload_template() -> Answer | tuple[str, int]:
    """Take a version in that prints the examples without a fault; it is not used before somebody says so."""
    name, given = request.form.get("name", ""), request.files.get("file")
    enabled = state_of(scope.session).plugins
    try:
        if name not in provided(enabled):
            raise Invalid("", [Problem("name", _("Choose from the list."))])
        if given is None or not given.filename:
            raise Invalid("", [Problem("file", _("Choose a file."))])
        text = services.read_template(given.stream.read(services.LARGEST + 1))
        services.try_template(enabled, used_by_school(scope.session), name, text)
    except Invalid as error:
        return _page(error.problems), error.status
    done = perform(services.UPLOADED, lambda session: services.upload(session, name, text).number)
    tell(_("Version %(number)s of %(name)s was uploaded. It is not used yet.", number=done.result, name=name), done)
    return redirect(url_for("printing.templates"), 303)


@pages.get("/templates/<name>/preview")
@access(TEMPLATES)
def preview_own(name: str) -> Response:
    """A document with example data, as Klade's own template prints it."""
    enabled = state_of(scope.session).plugins
    if name not in provided(enabled):
        raise NotFound(_("There is no such template."))
    return _preview(name, provided(enabled))


@pages.get("/templates/versions/<int:template_id>/preview")
@access(TEMPLATES)
def preview_version(template_id: int) -> Response:
    """A document with example data, as an uploaded version prints it."""
    version = _version(template_id)
    files = provided(state_of(scope.session).plugins) | used_by_school(scope.session)
    return _preview(version.name, files | {version.name: version.text})


@pages.get("/templates/<name>/text")
@access(TEMPLATES)
def template_text(name: str) -> Response:
    """Klade's own template, to begin from."""
    text = provided(state_of(scope.session).plugins).get(name)
    if text is None:
        raise NotFound(_("There is no such template."))
    return _text(name, text)


@pages.get("/templates/versions/<int:template_id>/text")
@access(TEMPLATES)
def version_text(template_id: int) -> Response:
    """An uploaded version as it was uploaded."""
    version = _version(template_id)
    return _text(version.name, version.text)


@pages.post("/templates/versions/<int:template_id>/use")
@access(TEMPLATES)
def use_version(template_id: int) -> Answer:
    version = _version(template_id)
    done = perform(services.USED, lambda session: services.use(session, version.id).number)
    tell(_("Documents are now printed by version %(number)s of %(name)s.", number=done.result, name=version.name), done)
    return redirect(url_for("printing.templates"), 303)


@pages.post("/templates/<name>/own")
@access(TEMPLATES)
def use_own(name: str) -> Answer:
    """Back to Klade's own template; the versions stay."""
    if name not in provided(state_of(scope.session).plugins):
        raise NotFound(_("There is no such template."))
    done = perform(services.OWN_AGAIN, lambda session: services.use_own(session, name))
    tell(_("Documents are now printed by Klade's own %(name)s.", name=name), done)
    return redirect(url_for("printing.templates"), 303)


def _page(problems: Sequence[Problem]) -> str:
    enabled = state_of(scope.session).plugins
    versions: dict[str, list[PaperTemplate]] = {name: [] for name in sorted(provided(enabled))}
    for row in scope.session.scalars(select(PaperTemplate).order_by(PaperTemplate.number.desc())):
        versions.setdefault(row.name, []).append(row)
    with_example = {name for name in versions if sample(enabled, name)}
    return render_template(
        "printing/templates.html",
        versions=versions,
        with_example=with_example,
        problems=problems,
        typed=request.form,
        options=[(name, name) for name in versions],
    )


def _version(template_id: int) -> PaperTemplate:
    found = scope.session.get(PaperTemplate, template_id)
    if found is None:
        raise NotFound(_("There is no such template."))
    return found


def _preview(name: str, files: dict[str, str]) -> Response:
    enabled = state_of(scope.session).plugins
    shown = services.documents_with(enabled, files, name)
    if not shown:
        raise NotFound(_("There is no example for this template."))
    scope.release()
    (pdf,) = services.print_sample(enabled, files, shown[-1] if name not in shown else name).files
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "no-store"}
    return Response(pdf, mimetype="application/pdf", headers=headers)


def _text(name: str, text: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, content_type="text/plain; charset=utf-8", headers=headers)
