"""Izdrukas: the transcripts of a class, one looked at, one or all issued."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from core.classes.models import SchoolClass
from core.classes.queries import classes_of
from core.documents import queries
from core.documents.access import PREPARE, REGISTER
from core.documents.issuing import issue
from core.documents.models import IssuedDocument
from core.documents.pages import sheet_html
from core.documents.periods import Period, period_named, periods
from core.documents.producing import content_of
from core.documents.transcripts.missing import missing
from core.documents.views.classes import papers_of_class
from core.documents.views.pages import RequestDesk, blueprint, files
from core.foundation.errors import NotFound
from core.foundation.permissions import access
from core.foundation.scope import scope
from core.people.models import Person
from core.schools.queries import year_on
from core.values.documents import TRANSCRIPT, Document, Transcript


@blueprint.get("")
@access(PREPARE)
def print_outs() -> str | Response:
    """The first class whose documents the asker prepares: the own one, where there is one."""
    year = year_on(scope.session, scope.asker.day)
    classes = queries.classes_to_prepare(scope.session, scope.asker, year.id) if year else []
    if not classes:
        return render_template("documents/no_classes.html")
    return redirect(url_for("documents.transcripts", class_id=classes[0].id))


@blueprint.get("/transcripts")
@access(PREPARE)
def choose() -> Response:
    """The class and period that were chosen in the form."""
    class_id = request.args.get("class", type=int)
    if class_id is None:
        return redirect(url_for("documents.print_outs"))
    return redirect(url_for("documents.transcripts", class_id=class_id, period=request.args.get("period") or None))


@blueprint.get("/transcripts/<int:class_id>")
@access(PREPARE, SchoolClass, "class_id")
def transcripts(class_id: int) -> str:
    """The pupils of a class over a period: what each transcript has and lacks, and one of them as it will be."""
    session, asker = scope.session, scope.asker
    school_class = session.get_one(SchoolClass, class_id)
    choices = periods(session, school_class, asker.day)
    period = period_named(choices, request.args.get("period"))
    pupils = queries.pupils_to_prepare(session, asker, class_id, period.last)
    content = content_of(session, _document(pupils, period))
    seen = next((one for one in content.sheets if one.subject_id == request.args.get("pupil", type=int)), None)
    seen = seen or next(iter(content.sheets), None)
    return render_template(
        "documents/transcripts.html",
        school_class=school_class,
        classes=[(one.id, one.name) for one in queries.classes_to_prepare(session, asker, school_class.school_year_id)],
        choices=[(one.key, one.title()) for one in choices],
        period=period,
        content=content,
        seen=seen,
        preview=sheet_html(content, seen) if seen else None,
        missing=missing(session, pupils, period.first, period.last, asker.day),
        issued=queries.issued_to(session, TRANSCRIPT, period.key, pupils, period.first),
        bundle=queries.newest_bundle(session, TRANSCRIPT, period.key, class_id, period.first),
        may_open=asker.may(REGISTER),
        mark_count=_mark_count,
        papers=papers_of_class(class_id),
    )


@blueprint.post("/transcripts/<int:class_id>/issue")
@access(PREPARE, SchoolClass, "class_id")
def issue_class(class_id: int) -> Response:
    """Each pupil's transcript, and one file with all of them for the printer."""
    period = _period(class_id)
    pupils = queries.pupils_to_prepare(scope.session, scope.asker, class_id, period.last)
    issued = issue(RequestDesk(), files(), _document(pupils, period), class_id)
    count = len(issued.document_ids)
    flash(ngettext("%(num)d transcript was issued.", "%(num)d transcripts were issued.", count), "done")
    return _back(class_id, period)


@blueprint.post("/transcripts/pupils/<int:pupil_id>/issue")
@access(PREPARE, Person, "pupil_id")
def issue_pupil(pupil_id: int) -> Response:
    """One pupil's transcript."""
    school_class = classes_of(scope.session, [pupil_id], scope.asker.day).get(pupil_id)
    if school_class is None:
        raise NotFound(_("This pupil is in no class, so there is no transcript to prepare."))
    period = _period(school_class.id)
    issued = issue(RequestDesk(), files(), _document([pupil_id], period))
    document = scope.session.get_one(IssuedDocument, issued.document_ids[0])
    flash(_("Transcript No %(number)s was issued.", number=document.number_text), "done")
    return _back(school_class.id, period, pupil_id)


def _mark_count(sheet: Transcript) -> int:
    return sum(len(work.marks) for subject in sheet.subjects for work in subject.works)


def _period(class_id: int) -> Period:
    school_class = scope.session.get_one(SchoolClass, class_id)
    return period_named(periods(scope.session, school_class, scope.asker.day), request.form.get("period"))


def _document(pupils: list[int], period: Period) -> Document:
    return Document(
        type_key=TRANSCRIPT,
        subject_ids=tuple(pupils),
        first=period.first,
        last=period.last,
        period_key=period.key,
        period=period.title("lv"),
        prepared=scope.asker.day,
    )


def _back(class_id: int, period: Period, pupil_id: int | None = None) -> Response:
    return redirect(url_for("documents.transcripts", class_id=class_id, period=period.key, pupil=pupil_id), 303)
