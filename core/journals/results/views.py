"""Semestra vērtējumi: what is proposed, what is confirmed, what is written otherwise."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from core.foundation.acts import perform, tell
from core.foundation.errors import Problem
from core.foundation.permissions import access, allows
from core.foundation.runtime import klade
from core.foundation.scope import scope
from core.journals.register.models import Journal
from core.journals.results.facts import ResultFacts, facts_of
from core.journals.results.page import result_page
from core.journals.results.saving import WRITTEN, Refusal, write_results
from core.journals.results.schemas import entries

pages = Blueprint("results", "core.journals", url_prefix="/journals", template_folder="templates")


@pages.get("/<int:journal_id>/results")
@access("journal.read", Journal, "journal_id")
def show(journal_id: int) -> str:
    """The periods of the year that have begun, for the pupils of a journal."""
    return _page(journal_id, ())


@pages.post("/<int:journal_id>/results")
@access("journal.record", Journal, "journal_id")
def save(journal_id: int) -> Response | tuple[str, int]:
    """Write what was typed or accepted; what is refused stays on the page with its reason."""
    facts, typed = facts_of(klade(), scope.session, journal_id), list(entries(request.form))
    done = perform(WRITTEN, lambda session: write_results(session, facts, typed))
    count, refusals = done.result.written, done.result.refusals
    if count:
        tell(ngettext("%(num)d mark was saved.", "%(num)d marks were saved.", count), done)
    if refusals:
        return _page(journal_id, refusals), 422
    if not count:
        flash(_("Nothing was changed."), "info")
    return redirect(url_for("results.show", journal_id=journal_id), 303)


def _page(journal_id: int, refusals: Sequence[Refusal]) -> str:
    session = scope.session
    facts = facts_of(klade(), session, journal_id)
    return render_template(
        "journals/results/results.html",
        page=result_page(facts, {refusal.entry.name: refusal for refusal in refusals}),
        facts=facts,
        problems=[_problem(facts, refusal) for refusal in refusals],
        may_write=facts.scheme is not None and allows(session, scope.asker, "journal.record", Journal, journal_id),
    )


def _problem(facts: ResultFacts, refusal: Refusal) -> Problem:
    """At its cell, with whose it is."""
    member = facts.members.get(refusal.entry.pupil_id)
    said = f"{member.name}: {refusal.message}" if member else refusal.message
    return Problem(f"mark-{refusal.entry.name}", said)
