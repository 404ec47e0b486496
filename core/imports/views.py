"""Pages of imports: give a file, look at what it would change, accept it, read the report, take it back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from core.foundation.database import state_of
from core.foundation.errors import NotFound, Problem
from core.foundation.jobs import enqueue
from core.foundation.permissions import access
from core.foundation.plugins import of
from core.foundation.runtime import klade
from core.foundation.scope import scope
from core.imports import pipeline, services
from core.imports.access import RUN
from core.imports.jobs import LARGE, key_of
from core.imports.models import Import
from core.imports.pages import import_page, seen_classes
from core.imports.queries import chosen_counts, differences_of, imports_newest_first, problems_of
from core.imports.reports import field_text, kind_text, report_csv, severity_text
from core.imports.texts import shown, shown_value
from core.imports.traces import left_rows
from core.values.imports import Importer, Kind

T = TypeVar("T")

imports = Blueprint("imports", __name__, url_prefix="/imports", template_folder="templates")


class RequestDesk:
    """A request reads with its one session, and lets go of it before it writes."""

    @contextmanager
    def read(self) -> Iterator[Session]:
        yield scope.session

    def write(self, kind: str, work: Callable[[Session], T]) -> T:
        return scope.write(kind, work)


desk = RequestDesk()


@imports.context_processor
def _words() -> dict[str, object]:
    return {
        "shown": shown,
        "shown_value": shown_value,
        "field_text": field_text,
        "kind_text": kind_text,
        "severity_text": severity_text,
    }


@imports.get("")
@access(RUN)
def index() -> str:
    """All imports, and where a file is given."""
    return _index([])


def _index(problems: list[Problem]) -> str:
    importers = _importers()
    titles = {importer.key: _(importer.title) for importer in importers.values()}
    endings = sorted({ending for importer in importers.values() for ending in importer.file_endings})
    return render_template(
        "imports/index.html",
        imports=imports_newest_first(scope.session),
        titles=titles,
        endings=endings,
        problems=problems,
    )


@imports.post("")
@access(RUN)
def receive() -> Answer | tuple[str, int]:
    """Take a file in: it is read and compared, nothing is changed."""
    given = request.files.get("file")
    if given is None or not given.filename:
        return _index([Problem("file", _("Choose a file."))]), 422
    importer = _importer_of(given.filename, request.form.get("importer"))
    if importer is None:
        known = ", ".join(sorted({ending for one in _importers().values() for ending in one.file_endings}))
        return _index([Problem("file", _("Such a file is not read here; it may end in %(known)s.", known=known))]), 422
    file = services.GivenFile(given.filename, given.stream.read())
    return redirect(url_for("imports.show", import_id=pipeline.receive(desk, importer, file)))


@imports.get("/<int:import_id>")
@access(RUN, Import, "import_id")
def show(import_id: int) -> str:
    """An import: its preview, or what became of it."""
    entered = services.import_of(scope.session, import_id)
    importer = _importer(entered)
    number = request.args.get("page", 0, int)
    page = import_page(scope.session, importer, entered, request.args.get("sort", ""), number)
    return render_template(
        "imports/show.html",
        page=page,
        entered=entered,
        title=_(importer.title),
        seen=seen_classes(scope.asker),
        left_rows=left_rows(scope.session, entered),
    )


@imports.post("/<int:import_id>/choice")
@access(RUN, Import, "import_id")
def choose(import_id: int) -> Answer | Response:
    """Keep which differences are to be accepted."""
    scope.write(pipeline.CHOSEN, lambda session: _keep_choice(session, import_id))
    if request.accept_mimetypes.best == "application/json":
        chosen = chosen_counts(scope.session, import_id)
        label = ngettext("Accept %(num)s difference", "Accept %(num)s differences", sum(chosen.values()))
        return jsonify(chosen=chosen, label=label)
    return redirect(_back(import_id))


def _keep_choice(session: Session, import_id: int) -> None:
    """Sorts that were taken or left as a whole, then the rows that the page showed."""
    counts = chosen_counts(session, import_id)
    taken = set(request.form.getlist("sort"))
    moved = {sort: sort in taken for sort in request.form.getlist("sorts") if (sort in taken) != bool(counts.get(sort))}
    if moved:
        services.choose_entities(session, import_id, moved)
    shown_ids = {int(value) for value in request.form.getlist("shown") if value.isdigit()}
    rows = {int(value) for value in request.form.getlist("row") if value.isdigit()}
    if shown_ids and request.form.get("of") not in moved:
        services.choose(session, import_id, shown_ids, rows & shown_ids)


@imports.post("/<int:import_id>/answers")
@access(RUN, Import, "import_id")
def answer(import_id: int) -> Answer:
    """Keep answers to questions, and compare anew."""
    importer = _importer(services.import_of(scope.session, import_id))
    questions = differences_of(scope.session, import_id, kind=Kind.QUESTION).read()
    answers = {
        stored.difference.key: chosen
        for stored in questions
        if (chosen := request.form.get(f"answer-{stored.id}"))
        and chosen in {choice.key for choice in stored.difference.choices}
    }
    pipeline.renew(desk, importer, import_id, answers)
    return redirect(_back(import_id))


@imports.post("/<int:import_id>/accept")
@access(RUN, Import, "import_id")
def accept(import_id: int) -> Answer:
    """Apply what is chosen."""
    importer = _importer(services.import_of(scope.session, import_id))
    if "sorts" in request.form:
        scope.write(pipeline.CHOSEN, lambda session: _keep_choice(session, import_id))
    if sum(chosen_counts(scope.session, import_id).values()) > LARGE and klade().jobs.find(key_of(importer)):
        job_id = scope.write(pipeline.ASKED, lambda session: enqueue(session, key_of(importer), import_id=import_id))
        return redirect(url_for("jobs.show", job_id=job_id))
    selection = pipeline.accept(desk, importer, import_id)
    number = len(selection.applied)
    message = ngettext("%(num)s difference was accepted.", "%(num)s differences were accepted.", number)
    flash(message, f"done {url_for('imports.take_back', import_id=import_id)}")
    return redirect(url_for("imports.show", import_id=import_id))


@imports.post("/<int:import_id>/take-back")
@access(RUN, Import, "import_id")
def take_back(import_id: int) -> Answer:
    """Undo an applied import."""
    undone = scope.write(pipeline.TAKEN_BACK, lambda session: services.take_back(session, import_id))
    left = len(undone.left)
    if left:
        flash(
            ngettext(
                "The import was taken back. %(num)s record changed since and was left as it is; it is listed below.",
                "The import was taken back. %(num)s records changed since and were left as they are; they are listed "
                "below.",
                left,
            ),
            "warning",
        )
    else:
        flash(_("The import was taken back."), "done")
    return redirect(url_for("imports.show", import_id=import_id))


@imports.post("/<int:import_id>/discard")
@access(RUN, Import, "import_id")
def discard(import_id: int) -> Answer:
    """Forget a file that was not applied."""
    scope.write(pipeline.DISCARDED, lambda session: services.discard(session, import_id))
    flash(_("The file and its preview were deleted. Nothing else was changed."), "done")
    return redirect(url_for("imports.index"))


@imports.get("/<int:import_id>/report.csv")
@access(RUN, Import, "import_id")
def report(import_id: int) -> Response:
    """The report of every row."""
    entered = services.import_of(scope.session, import_id)
    stored = differences_of(scope.session, import_id).read()
    text = report_csv(_importer(entered), stored, problems_of(scope.session, import_id), seen_classes(scope.asker))
    # A byte order mark tells spreadsheets that this is UTF-8.
    answer = Response(text.encode("utf-8-sig"), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="import-{import_id}.csv"'
    return answer


def _importers() -> dict[str, Importer]:
    """The importers of core and of the plugins that the school has enabled."""
    enabled = state_of(scope.session).plugins
    return {importer.key: importer for importer in of(klade().plugins.importers(), enabled)}


def _importer(entered: Import) -> Importer:
    importer = _importers().get(entered.importer_key)
    if importer is None:
        raise NotFound(_("The plugin that read this file is not enabled in this school."))
    return importer


def _importer_of(file_name: str, wanted: str | None) -> Importer | None:
    """The importer that was chosen, else the first that reads such files."""
    able = [one for one in _importers().values() if file_name.lower().endswith(one.file_endings)]
    return next((one for one in able if one.key == wanted), able[0] if able else None)


def _back(import_id: int) -> str:
    """The page of the differences that the form came from."""
    sort, page = request.form.get("of") or None, request.form.get("page") or None
    return url_for("imports.show", import_id=import_id, sort=sort, page=page)
