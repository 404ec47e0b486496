"""The class teacher's pages: announcements to decide, the week's absences to justify."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from werkzeug.wrappers import Response

from core.classes.models import SchoolClass
from core.foundation import clock
from core.foundation.acts import perform, tell
from core.foundation.errors import Invalid, NotFound
from core.foundation.forms import loaded
from core.foundation.permissions import access, visible
from core.foundation.runtime import klade
from core.foundation.scope import scope
from core.foundation.text import period_text
from core.journals.excuses.deciding import ACCEPTING, ENDING, JUSTIFYING, REJECTING, accept, end_excuse, justify, reject
from core.journals.excuses.models import Announcement, Excuse
from core.journals.excuses.register import held_excuses, waiting_of
from core.journals.excuses.schemas import AcceptanceForm, JustificationForm, RejectionForm
from core.journals.excuses.settings import SECTION
from core.journals.excuses.week import week_of_class
from core.journals.excuses.words import DOCUMENTS, reasons
from core.people.models import Person
from core.schools.models import SchoolYear

pages = Blueprint("excuses", "core.journals", template_folder="templates")

_WEEK = timedelta(days=7)


@pages.get("/absences")
@access("absences.decide")
def home() -> Response | str:
    """The class teacher's own class."""
    own = _own_classes()
    if not own:
        return render_template("journals/excuses/nobody.html")
    return redirect(url_for("excuses.of_class", class_id=own[0][0]))


@pages.get("/absences/<int:class_id>")
@access("absences.decide", SchoolClass, "class_id")
def of_class(class_id: int) -> str:
    """What waits, and a week of the class."""
    session, monday = scope.session, _monday()
    own = _own_classes()
    return render_template(
        "journals/excuses/class.html",
        class_id=class_id,
        classes=own,
        name=session.get_one(SchoolClass, class_id).name,
        waiting=waiting_of(session, class_id, scope.asker.day),
        week=week_of_class(session, class_id, monday),
        held=held_excuses(session, class_id, monday, monday + _WEEK - timedelta(days=1)),
        reasons=reasons(session, for_families=False),
        documents=list(DOCUMENTS.items()),
        rules=klade().settings.values(session, SECTION.key),
        monday=monday,
        period=period_text(monday, monday + timedelta(days=6)),
        earlier=monday - _WEEK,
        later=monday + _WEEK,
        is_present=monday == _monday_of(clock.today()),
        today=clock.today(),
    )


@pages.post("/absences/<int:class_id>")
@access("absences.decide", SchoolClass, "class_id")
def justify_selected(class_id: int) -> Response:
    """Justify the selected absences in one act."""
    asker = scope.asker

    def work() -> None:
        form = loaded(JustificationForm(), request.form)
        ids = [int(one) for one in request.form.getlist("absence") if one.isdigit()]
        own = visible(asker, "absences.decide", Person)
        rest = {"reason_key": form["reason"], "document": form["document"], "decided_by_id": asker.person_id}
        act = perform(JUSTIFYING, lambda session: justify(session, ids, own, **rest))
        tell(ngettext("%(num)s absence is justified.", "%(num)s absences are justified.", act.result), act)

    return _done(work, class_id)


@pages.post("/announcements/<int:announcement_id>/accept")
@access("absences.decide", Announcement, "announcement_id")
def accept_announcement(announcement_id: int) -> Response:
    """Accept; what is recorded in its days, now or later, is justified."""
    asker = scope.asker.person_id

    def work() -> None:
        document = loaded(AcceptanceForm(), request.form)["document"]
        act = perform(ACCEPTING, lambda session: accept(session, announcement_id, asker, document).id)
        tell(_("The announcement is accepted."), act)

    return _done(work)


@pages.post("/announcements/<int:announcement_id>/reject")
@access("absences.decide", Announcement, "announcement_id")
def reject_announcement(announcement_id: int) -> Response:
    """Reject with a reason, which the family sees."""
    asker = scope.asker.person_id

    def work() -> None:
        answer = loaded(RejectionForm(), request.form)["answer"]
        act = perform(REJECTING, lambda session: reject(session, announcement_id, asker, answer).id)
        tell(_("The announcement is rejected."), act)

    return _done(work)


@pages.post("/excuses/<int:excuse_id>/end")
@access("absences.decide", Excuse, "excuse_id")
def end(excuse_id: int) -> Response:
    """What it justified is open again."""

    def work() -> None:
        act = perform(ENDING, lambda session: end_excuse(session, excuse_id).id)
        tell(_("The excuse no longer holds."), act)

    return _done(work)


def _done(work: Callable[[], None], class_id: int | None = None) -> Response:
    """Do it, and back to the week it was done in; what is refused is said there."""
    asked = request.form.get("class_id", "")
    where: dict[str, Any] = {"class_id": class_id or (int(asked) if asked.isdigit() else None)}
    where["week"] = request.form.get("week") or None
    try:
        work()
    except Invalid as error:
        said = " ".join(str(problem.message) for problem in error.problems) or str(error.message)
        flash(said, "refused")
    return redirect(url_for("excuses.of_class", **where) if where["class_id"] else url_for("excuses.home"), 303)


def _own_classes() -> list[tuple[int, str]]:
    """The asker's classes of the present year."""
    asker = scope.asker
    rows = scope.session.execute(
        select(SchoolClass.id, SchoolClass.grade, SchoolClass.letter)
        .join(SchoolYear, SchoolYear.id == SchoolClass.school_year_id)
        .where(
            SchoolClass.id.in_(visible(asker, "absences.decide", SchoolClass)),
            SchoolYear.from_date <= asker.day,
            SchoolYear.until_date >= asker.day,
        )
        .order_by(SchoolClass.grade, SchoolClass.letter)
    )
    return [(class_id, f"{grade}.{letter}") for class_id, grade, letter in rows]


def _monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _monday() -> date:
    """The Monday of the week in the address. Raises NotFound."""
    asked = request.args.get("week")
    if asked is None:
        return _monday_of(clock.today())
    try:
        return _monday_of(date.fromisoformat(asked))
    except ValueError:
        raise NotFound(_("There is no such week.")) from None
