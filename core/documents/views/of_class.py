"""Izdrukas of one class: a pupil's document looked at, what is missing, one or all issued."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from core.classes.models import SchoolClass
from core.classes.queries import classes_of
from core.documents import queries
from core.documents.access import PREPARE, REGISTER
from core.documents.issuing import issue
from core.documents.kinds import PRINT_OUTS, REPORT_CARDS, TRANSCRIPTS, PrintOut
from core.documents.models import IssuedDocument
from core.documents.pages import sheet_html
from core.documents.periods import Period, period_named
from core.documents.producing import content_of
from core.documents.transcripts.missing import missing
from core.documents.views.classes import papers_of_class
from core.documents.views.pages import SORTS, RequestDesk, blueprint, files
from core.foundation.errors import NotFound
from core.foundation.permissions import access
from core.foundation.scope import scope
from core.people.models import Person
from core.values.documents import ReportCard, Transcript


@blueprint.get(f"/{SORTS}")
@access(PREPARE)
def choose(sort: str) -> Response:
    """The class and period that were chosen in the form."""
    class_id, period = request.args.get("class", type=int), request.args.get("period") or None
    if class_id is None:
        return redirect(url_for("documents.print_outs", sort=sort))
    return redirect(url_for("documents.of_class", sort=sort, class_id=class_id, period=period))


@blueprint.get(f"/{SORTS}/<int:class_id>")
@access(PREPARE, SchoolClass, "class_id")
def of_class(sort: str, class_id: int) -> str:
    """The pupils of a class over a period: what each document has and lacks, and one of them as it will be."""
    session, asker, kind = scope.session, scope.asker, PRINT_OUTS[sort]
    school_class = session.get_one(SchoolClass, class_id)
    choices = kind.periods(session, school_class, asker.day)
    period = period_named(choices, request.args.get("period"))
    pupils = queries.pupils_to_prepare(session, asker, class_id, period.last)
    content = content_of(session, kind.document(pupils, period, asker.day))
    seen = next((one for one in content.sheets if one.subject_id == request.args.get("pupil", type=int)), None)
    seen = seen or next(iter(content.sheets), None)
    lacking = missing(session, pupils, period.first, period.last, asker.day) if kind is TRANSCRIPTS else None
    classes = queries.classes_to_prepare(session, asker, school_class.school_year_id)
    return render_template(
        "documents/of_class.html",
        kind=kind,
        kinds=[(one, _key_for(one, period)) for one in PRINT_OUTS.values()],
        is_card=kind is REPORT_CARDS,
        school_class=school_class,
        classes=[(one.id, one.name) for one in classes],
        choices=[(one.key, one.title()) for one in choices],
        period=period,
        content=content,
        seen=seen,
        preview=sheet_html(content, seen) if seen else None,
        missing=lacking,
        for_all=_missing_for_all(content.sheets) if kind is REPORT_CARDS else (),
        issued=queries.issued_to(session, kind.type_key, period.key, pupils, period.first),
        bundle=queries.newest_bundle(session, kind.type_key, period.key, class_id, period.first),
        may_open=asker.may(REGISTER),
        mark_count=_mark_count,
        papers=papers_of_class(class_id),
    )


@blueprint.post(f"/{SORTS}/<int:class_id>/issue")
@access(PREPARE, SchoolClass, "class_id")
def issue_class(sort: str, class_id: int) -> Response:
    """Each pupil's document, and one file with all of them for the printer."""
    kind, period = PRINT_OUTS[sort], _period(sort, class_id)
    pupils = queries.pupils_to_prepare(scope.session, scope.asker, class_id, period.last)
    issued = issue(RequestDesk(), files(), kind.document(pupils, period, scope.asker.day), class_id)
    count = len(issued.document_ids)
    flash(ngettext("%(num)d document was issued.", "%(num)d documents were issued.", count), "done")
    return _back(sort, class_id, period)


@blueprint.post(f"/{SORTS}/pupils/<int:pupil_id>/issue")
@access(PREPARE, Person, "pupil_id")
def issue_pupil(sort: str, pupil_id: int) -> Response:
    """One pupil's document."""
    school_class = classes_of(scope.session, [pupil_id], scope.asker.day).get(pupil_id)
    if school_class is None:
        raise NotFound(_("This pupil is in no class, so there is no document to prepare."))
    kind, period = PRINT_OUTS[sort], _period(sort, school_class.id)
    issued = issue(RequestDesk(), files(), kind.document([pupil_id], period, scope.asker.day))
    document = scope.session.get_one(IssuedDocument, issued.document_ids[0])
    flash(_("%(document)s No %(number)s was issued.", document=kind.title, number=document.number_text), "done")
    return _back(sort, school_class.id, period, pupil_id)


def _mark_count(sheet: Transcript) -> int:
    return sum(len(work.marks) for subject in sheet.subjects for work in subject.works)


def _missing_for_all(sheets: Sequence[ReportCard]) -> list[str]:
    """Subjects in which nobody has a mark yet: told once, not pupil by pupil."""
    others = [set(sheet.missing) for sheet in sheets]
    return [title for title in sheets[0].missing if all(title in one for one in others)] if sheets else []


def _key_for(kind: PrintOut, period: Period) -> str | None:
    """The period to go to from another kind's page: report cards have no months."""
    return None if kind is REPORT_CARDS and "-" in period.key else period.key


def _period(sort: str, class_id: int) -> Period:
    school_class = scope.session.get_one(SchoolClass, class_id)
    choices = PRINT_OUTS[sort].periods(scope.session, school_class, scope.asker.day)
    return period_named(choices, request.form.get("period"))


def _back(sort: str, class_id: int, period: Period, pupil_id: int | None = None) -> Response:
    page = url_for("documents.of_class", sort=sort, class_id=class_id, period=period.key, pupil=pupil_id)
    return redirect(page, 303)
