"""Addresses of the journal grid."""

from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import Schema, ValidationError
from werkzeug.wrappers import Response as Answer

from core.foundation.errors import Invalid, NotSignedIn, Problem
from core.foundation.forms import loaded
from core.foundation.permissions import access
from core.foundation.runtime import klade
from core.foundation.scope import scope
from core.journals.grid.acts import Acts
from core.journals.grid.assessing import NewAssessment
from core.journals.grid.cells import CellName
from core.journals.grid.history import cell_history
from core.journals.grid.page import Wanted, page_of
from core.journals.grid.preferences import choose, chosen
from core.journals.grid.saving.batch import Batch
from core.journals.grid.schemas import AssessmentArgs, BatchArgs, PreferenceArgs, UndoArgs, form_batch
from core.journals.register.models import Journal

grid = Blueprint("grid", __name__, url_prefix="/journals/<int:journal_id>", template_folder="../templates")

_batch, _undo, _assessment, _preference = BatchArgs(), UndoArgs(), AssessmentArgs(), PreferenceArgs()


@grid.get("")
@access("journal.read", Journal, "journal_id")
def show(journal_id: int) -> str:
    """The journal of a term: the grid with the lesson sheet, or a plain form of one column."""
    asked = request.args
    wanted = Wanted(
        asked.get("term"), asked.get("column"), with_gone="all" in asked, by_name=asked.get("sort") == "name"
    )
    page = page_of(klade(), scope.session, scope.asker, journal_id, wanted)
    template = "journals/grid_form.html" if "form" in asked and page.writable else "journals/grid.html"
    return render_template(
        template,
        page=page,
        url=url_for("grid.show", journal_id=journal_id),
        by=scope.asker.person_id,
        preferences=chosen(),
    )


@grid.post("/cells")
@access("journal.record", Journal, "journal_id")
def save(journal_id: int) -> Answer:
    """Save a batch of cells: as JSON from the grid, as a form from the plain page."""
    if not request.is_json:
        return _save_form(journal_id)
    args = _read(_batch, request.get_json())
    if args["by"] not in (None, scope.asker.person_id):
        raise NotSignedIn(_l("Somebody else is signed in here now. Sign in as the person who wrote this."))
    answer = _acts(journal_id, args["term"]).save(Batch(str(args["batch"]), _account(), tuple(args["changes"])))
    return Response(answer, mimetype="application/json")


@grid.post("/undo")
@access("journal.record", Journal, "journal_id")
def undo(journal_id: int) -> Response:
    """Take one of the asker's own acts back."""
    args = _read(_undo, request.get_json())
    return jsonify(_acts(journal_id, args["term"]).take_back(args["change"], again=False))


@grid.post("/redo")
@access("journal.record", Journal, "journal_id")
def redo(journal_id: int) -> Response:
    """Take an undo back."""
    args = _read(_undo, request.get_json())
    return jsonify(_acts(journal_id, args["term"]).take_back(args["change"], again=True))


@grid.get("/revision")
@access("journal.read", Journal, "journal_id")
def revision(journal_id: int) -> Answer:
    """What changed since a revision: 204 where nothing did."""
    since = request.args.get("since", 0, type=int)
    answer = _acts(journal_id, request.args.get("term")).since(since)
    return Response(status=204) if answer is None else jsonify(answer)


@grid.get("/cells/<cell>/history")
@access("journal.read", Journal, "journal_id")
def history(journal_id: int, cell: str) -> Response:
    """Who wrote what in a cell, and when."""
    return jsonify(cell_history(scope.session, journal_id, CellName.read(cell)))


@grid.post("/assessments")
@access("journal.record", Journal, "journal_id")
def add_assessment(journal_id: int) -> Answer | tuple[Response, int]:
    """Add a column of marks."""
    given = request.get_json() if request.is_json else request.form
    column = _acts(journal_id, None).add_assessment(NewAssessment(**loaded(_assessment, given)))
    if request.is_json:
        return jsonify(column=column), 201
    return _back(journal_id, column)


@grid.post("/preferences")
@access("journal.read", Journal, "journal_id")
def preferences(journal_id: int) -> Response:
    """Choose how the grid behaves for the account, in every journal."""
    args = _read(_preference, request.get_json())
    choose(args["key"], on=args["on"])
    return Response(status=204)


def _acts(journal_id: int, term: str | None) -> Acts:
    return Acts(klade(), scope, journal_id, term)


def _account() -> str:
    sign_in = klade().sign_in
    account = sign_in.account() if sign_in else None
    assert account is not None
    return account


def _read(schema: Schema, given: Any) -> dict[str, Any]:
    """Raises Invalid."""
    try:
        values: dict[str, Any] = schema.load(given)
    except ValidationError as error:
        problems = [Problem(place, _l("This value does not fit.")) for place in _places(error.messages)]
        raise Invalid(_l("This could not be read, so nothing was changed."), problems) from error
    return values


def _places(messages: Any, above: str = "") -> list[str]:
    """Where in what was sent the faults are: `changes.0.version`."""
    if not isinstance(messages, dict):
        return [above]
    return [place for key, inner in messages.items() for place in _places(inner, f"{above}.{key}".lstrip("."))]


def _save_form(journal_id: int) -> Answer:
    column = request.form.get("column", "")
    args = form_batch(request.form)
    if not args["changes"]:
        flash(_("Nothing was changed."), "info")
        return _back(journal_id, column)
    given = _read(_batch, args)
    acts = _acts(journal_id, None)
    results = acts.saved_results(Batch(str(given["batch"]), _account(), tuple(given["changes"])))
    wrong = [result for result in results if result["state"] != "saved"]
    for result in wrong:
        said = result.get("reason") or _("%(who)s wrote %(value)s meanwhile; this was not overwritten.",
                                         who=result["author"], value=result["value"])  # fmt: skip
        flash(f"{acts.pupil_named(result['cell'])}{said}", "refused")
    if len(wrong) < len(results):
        flash(_("Saved"), "done")
    return _back(journal_id, column)


def _back(journal_id: int, column: str) -> Answer:
    return redirect(url_for("grid.show", journal_id=journal_id, column=column, form=1), 303)
