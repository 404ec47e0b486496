"""Izdrukas: which document, of which period, for which classes; many classes are issued by a job."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from core.classes.models import SchoolClass
from core.documents import queries
from core.documents.access import PREPARE, REGISTER
from core.documents.issuing import issue
from core.documents.jobs import ISSUE_MANY
from core.documents.kinds import PRINT_OUTS, TRANSCRIPTS, PrintOut
from core.documents.models import IssuedBundle
from core.documents.pages import sheet_html
from core.documents.periods import Period, period_named
from core.documents.producing import content_of
from core.documents.views.pages import RequestDesk, blueprint, files
from core.foundation.errors import NotFound
from core.foundation.jobs import enqueue
from core.foundation.permissions import access
from core.foundation.scope import scope
from core.schools.queries import year_on

ASKED = "documents.asked"


@dataclass(frozen=True, slots=True)
class _Choice:
    """What was chosen on the page."""

    kind: PrintOut
    classes: Sequence[SchoolClass]
    periods: Sequence[Period]
    period: Period
    chosen: Sequence[SchoolClass]


@blueprint.get("")
@access(PREPARE)
def print_outs() -> str | Response:
    """The choice; who prepares the documents of one class only goes straight to it."""
    session, asker = scope.session, scope.asker
    year = year_on(session, asker.day)
    classes = queries.classes_to_prepare(session, asker, year.id) if year else []
    if year is None or not classes:
        return render_template("documents/no_classes.html")
    kind = PRINT_OUTS.get(request.args.get("sort", ""), TRANSCRIPTS)
    if len(classes) == 1:
        return redirect(url_for("documents.of_class", sort=kind.sort, class_id=classes[0].id))
    choice = _chosen(kind, classes)
    ids = [one.id for one in classes]
    issued = queries.newest_bundles(session, kind.type_key, choice.period.key, ids, year.from_date)
    counts = queries.pupil_counts(session, ids, choice.period.last)
    return render_template(
        "documents/print_outs.html",
        choice=choice,
        kinds=PRINT_OUTS.values(),
        grades=_by_grade(classes),
        chosen={one.id for one in choice.chosen},
        counts=counts,
        pupils=sum(counts.get(one.id, 0) for one in choice.chosen),
        periods_shown=[(one.key, one.title()) for one in choice.periods],
        issued=issued,
        again=sum(one.id in issued for one in choice.chosen),
        preview=_preview(choice),
        may_open=asker.may(REGISTER),
    )


@blueprint.post("/issue")
@access(PREPARE)
def issue_many() -> Response:
    """One class is issued here and now; more of them by a job."""
    session, asker = scope.session, scope.asker
    kind = PRINT_OUTS.get(request.form.get("sort", ""), TRANSCRIPTS)
    ids = request.form.getlist("class", type=int)
    classes = queries.classes_named(session, asker, ids)
    if len(classes) < len(set(ids)):
        raise NotFound(_("There is no such page."))
    if not classes:
        flash(_("Choose at least one class."), "refused")
        return redirect(url_for("documents.print_outs", sort=kind.sort), 303)
    period = period_named(kind.periods(session, classes[0], asker.day), request.form.get("period"))
    if len(classes) == 1:
        pupils = queries.pupils_to_prepare(session, asker, ids[0], period.last)
        issue(RequestDesk(), files(), kind.document(pupils, period, asker.day), ids[0])
        return redirect(url_for("documents.of_class", sort=kind.sort, class_id=ids[0], period=period.key), 303)
    arguments: dict[str, Any] = {
        "type_key": kind.type_key,
        "period_key": period.key,
        "class_ids": [one.id for one in classes],
        "prepared": asker.day.isoformat(),
    }
    job_id = scope.write(ASKED, lambda session: enqueue(session, ISSUE_MANY.key, **arguments))
    return redirect(url_for("jobs.show", job_id=job_id), 303)


@blueprint.get("/bundles/<int:bundle_id>")
@access(REGISTER, IssuedBundle, "bundle_id")
def bundle(bundle_id: int) -> str:
    """What was issued together: one file with all, and each class's own."""
    found = scope.session.get_one(IssuedBundle, bundle_id)
    parts = queries.bundles_beside(scope.session, scope.asker, found)
    return render_template("documents/bundle.html", bundle=found, parts=parts)


def _chosen(kind: PrintOut, classes: Sequence[SchoolClass]) -> _Choice:
    wanted = set(request.args.getlist("class", type=int))
    chosen = list(classes) if "all" in request.args else [one for one in classes if one.id in wanted]
    periods = kind.periods(scope.session, chosen[0] if chosen else classes[0], scope.asker.day)
    keys = {period.key for period in periods}
    # Another kind of document was chosen: its periods may be others.
    asked = request.args.get("period") if request.args.get("period") in keys else None
    return _Choice(kind, classes, periods, period_named(periods, asked), chosen)


def _by_grade(classes: Sequence[SchoolClass]) -> list[tuple[int, list[SchoolClass]]]:
    grades = sorted({one.grade for one in classes})
    return [
        (grade, sorted((one for one in classes if one.grade == grade), key=lambda one: one.letter)) for grade in grades
    ]


def _preview(choice: _Choice) -> tuple[str, Markup] | None:
    """The first pupil of the first chosen class: name and document."""
    if not choice.chosen:
        return None
    session, asker, first = scope.session, scope.asker, choice.chosen[0]
    pupils = queries.pupils_to_prepare(session, asker, first.id, choice.period.last)
    if not pupils:
        return None
    content = content_of(session, choice.kind.document(pupils[:1], choice.period, asker.day))
    return content.sheets[0].name, sheet_html(content, content.sheets[0])
