"""Piezīmes: the notes of a journal, writing one, changing and withdrawing one's own."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.foundation import clock
from core.foundation.acts import perform, tell
from core.foundation.errors import Invalid
from core.foundation.forms import attempt, loaded
from core.foundation.permissions import access, allows
from core.foundation.runtime import klade
from core.foundation.scope import scope
from core.foundation.text import month_name
from core.journals.notes import queries, services
from core.journals.notes.access import CHANGE, WRITE
from core.journals.notes.models import JournalNote
from core.journals.notes.periods import periods
from core.journals.notes.schemas import MOST, NoteForm
from core.journals.notes.words import KINDS, OTHER
from core.journals.register.models import Journal
from core.journals.register.services import journal_of, year_of
from core.journals.settings import SECTION

pages = Blueprint("notes", "core.journals", url_prefix="/journals", template_folder="templates")

Answer = Response | tuple[str, int]


@pages.get("/<int:journal_id>/notes")
@access("journal.read", Journal, "journal_id")
def show(journal_id: int) -> str:
    """The notes of a journal, the newest first, by months."""
    return _page(journal_id, {"kind_key": OTHER, "day": clock.today()})


@pages.post("/<int:journal_id>/notes")
@access(WRITE, Journal, "journal_id")
def add(journal_id: int) -> Answer:
    def work() -> Response:
        values = loaded(NoteForm(), request.form)
        act = perform(services.ADDED, lambda session: services.add(session, journal_id, **values))
        tell(_("The note is written."), act)
        return redirect(url_for("notes.show", journal_id=journal_id), 303)

    return attempt(work, lambda error: _page(journal_id, request.form, error))


@pages.get("/notes/<int:note_id>")
@access(CHANGE, JournalNote, "note_id")
def edit(note_id: int) -> str:
    note = scope.session.get_one(JournalNote, note_id)
    values = {name: getattr(note, name) for name in ("kind_key", "period_key", "day", "text", "version")}
    return _edit_page(note, values)


@pages.post("/notes/<int:note_id>")
@access(CHANGE, JournalNote, "note_id")
def save(note_id: int) -> Answer:
    note = scope.session.get_one(JournalNote, note_id)

    def work() -> Response:
        values = loaded(NoteForm(), request.form)
        version = request.form.get("version", 0, int)
        act = perform(services.CHANGED, lambda session: services.change(session, note_id, version, **values).journal_id)
        tell(_("The note is changed."), act)
        return redirect(url_for("notes.show", journal_id=act.result), 303)

    return attempt(work, lambda error: _edit_page(note, request.form, error))


@pages.post("/notes/<int:note_id>/withdraw")
@access(CHANGE, JournalNote, "note_id")
def withdraw(note_id: int) -> Response:
    """The note no longer holds."""
    act = perform(services.WITHDRAWN, lambda session: services.withdraw(session, note_id).journal_id)
    tell(_("The note is withdrawn."), act)
    return redirect(url_for("notes.show", journal_id=act.result), 303)


def _page(journal_id: int, values: Mapping[str, Any], error: Invalid | None = None) -> str:
    session, asker = scope.session, scope.asker
    journal = journal_of(session, journal_id)
    notes = queries.notes_of(session, journal_id)
    days = klade().settings.values(session, SECTION.key)["note_days"]
    own = {
        note.id
        for note in notes
        if asker.may(CHANGE) and note.written_by_id == asker.person_id and services.is_open(note, days)
    }
    may_write = allows(session, asker, WRITE, Journal, journal_id)
    by_month = groupby(notes, lambda note: (note.day.year, note.day.month))
    return render_template(
        "journals/notes/notes.html",
        journal=journal,
        year=year_of(session, journal),
        months=[(_month(*month), list(found)) for month, found in by_month],
        count=len(notes),
        own=own if may_write else set(),
        may_write=may_write,
        values=values,
        error=error,
        **_choices(journal_id),
    )


def _edit_page(note: JournalNote, values: Mapping[str, Any], error: Invalid | None = None) -> str:
    journal = journal_of(scope.session, note.journal_id)
    year = year_of(scope.session, journal)
    choices = _choices(journal.id)
    return render_template(
        "journals/notes/edit.html", note=note, journal=journal, year=year, values=values, error=error, **choices
    )


def _choices(journal_id: int) -> dict[str, Any]:
    today = clock.today()
    return {"kinds": KINDS, "periods": periods(scope.session, journal_id, today), "today": today, "most": MOST}


def _month(year: int, month: int) -> str:
    return str(_("%(month)s %(year)s", month=month_name(month), year=year))
