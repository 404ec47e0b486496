"""Guardians whose access a named person has to decide about."""

from datetime import date

from flask import flash, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from core.foundation import clock
from core.foundation.errors import Invalid, NotFound, Problem
from core.foundation.forms import loaded
from core.foundation.permissions import access
from core.foundation.scope import scope
from core.people.guardians import DECIDED, decide, take_back
from core.people.models import GuardianDecision, Guardianship
from core.people.queries import guardians as queries
from core.people.schemas import DecisionForm
from core.people.views.pages import blueprint


@blueprint.get("/guardians/decisions")
@access("guardians.decide")
def decisions() -> str:
    """Who waits for a decision, and what was decided."""
    return render_template(
        "people/decisions.html",
        waiting=queries.undecided(scope.session, scope.asker),
        made=queries.decisions(scope.session, scope.asker),
    )


@blueprint.get("/guardians/<int:guardianship_id>/decision")
@access("guardians.decide", Guardianship, "guardianship_id")
def decision(guardianship_id: int) -> str:
    return _form(guardianship_id, [])


@blueprint.post("/guardians/<int:guardianship_id>/decision")
@access("guardians.decide", Guardianship, "guardianship_id")
def make_decision(guardianship_id: int) -> str | Response:
    """Grant or deny, with the basis; the next page takes it back by one press."""
    decider = scope.asker.person_id

    def work(session: Session) -> int:
        return decide(session, guardianship_id, decided_by=decider, **form).id

    try:
        form = loaded(DecisionForm(), request.form)
        made = scope.write(DECIDED, work)
    except Invalid as error:
        return _form(guardianship_id, error.problems)
    said = _("Access was granted.") if form["granted"] else _("Access was denied.")
    flash(said, f"done {url_for('people.take_back_decision', decision_id=made)}")
    return redirect(url_for("people.decisions"), 303)


@blueprint.post("/guardians/decisions/<int:decision_id>/take-back")
@access("guardians.decide", GuardianDecision, "decision_id")
def take_back_decision(decision_id: int) -> Response:
    """What held before the decision holds again."""
    scope.write("guardian.decision_taken_back", lambda session: take_back(session, decision_id).id)
    flash(_("The decision was taken back."), "done")
    return redirect(url_for("people.decisions"), 303)


def _form(guardianship_id: int, problems: list[Problem]) -> str:
    found = queries.bond(scope.session, scope.asker, guardianship_id)
    if found is None:
        raise NotFound(_("There is no such page."))
    today: date = clock.today()
    return render_template(
        "people/decision.html",
        bond=found,
        earlier=queries.decisions(scope.session, scope.asker, guardianship_id),
        problems=problems,
        typed=request.form,
        today=today,
    )
