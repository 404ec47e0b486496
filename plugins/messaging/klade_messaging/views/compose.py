"""A new letter: whom it goes to, what it says, sending."""

from collections.abc import Sequence

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as Answer

from core.foundation.errors import Invalid, Problem
from core.foundation.permissions import access
from core.foundation.runtime import klade
from core.foundation.scope import scope
from core.notices.ways import wanted_ways
from klade_messaging.addressing.choice import Choice, choose
from klade_messaging.addressing.finding import Found, find
from klade_messaging.addressing.own_school import Child, School, children_of, school_of_child
from klade_messaging.letters.access import WRITE
from klade_messaging.letters.composing import Draft, new_letter
from klade_messaging.letters.days import working_day_after
from klade_messaging.letters.models import Letter
from klade_messaging.letters.notices import NEW_LETTER
from klade_messaging.letters.writing import WRITTEN, Hat, write_letter
from klade_messaging.settings import SECTION
from klade_messaging.views.blueprint import enclosures, pages

_MOST = 12


@pages.get("/new")
@access(WRITE)
def new() -> str:
    """An empty letter, or one to who is named in the address: `?to=pupil-12`."""
    return _page(_draft(request.args.getlist("to")))


@pages.post("/new")
@access(WRITE)
def send() -> Answer | tuple[str, int]:
    """Send the letter, or take the next step of the form where no script takes it: add, remove, keep files."""
    keys = [key for key in dict.fromkeys(request.form.getlist("to")) if key != request.form.get("remove")]
    found = _named() if _wants_name() else []
    if len(found) == 1:
        keys = [*keys, found[0].key]
    draft = _draft(keys)
    if _wants_name() and len(found) != 1:
        draft.candidates = found
        message = _("Several fit. Choose.") if found else _("Nobody whom you may write to has this name.")
        draft.problems.append(Problem("who", message))
        return _page(draft), 422
    if "send" not in request.form:
        return _page(draft), 200
    child = _child(draft)
    try:
        letter = new_letter(draft, scope.asker, len(keys), child)
    except Invalid as error:
        draft.problems += error.problems
        return _page(draft), error.status
    thread_id = scope.write(WRITTEN, lambda session: session.get_one(Letter, write_letter(session, letter)).thread_id)
    flash(_sent(draft.choice), "done")
    return redirect(url_for("messaging.thread", thread_id=thread_id), 303)


@pages.post("/addressees")
@access(WRITE)
def addressees() -> Response:
    """Who fits what is typed, for the field of the page."""
    return jsonify([{"key": one.key, "title": one.title, "about": one.about} for one in _named()])


@pages.post("/reach")
@access(WRITE)
def reach() -> Response:
    """How many the named ones are, for the line of the page."""
    return jsonify({"words": reached(choose(scope.session, scope.asker, request.form.getlist("to")))})


def _wants_name() -> bool:
    """A name was typed and not chosen yet."""
    return bool(request.form.get("who", "").strip())


def _named() -> list[Found]:
    return find(scope.session, scope.asker, request.form.get("who", ""), _MOST)


def _draft(keys: Sequence[str]) -> Draft:
    session, asker = scope.session, scope.asker
    days = klade().settings.values(session, SECTION.key)["answer_days"]
    due = working_day_after(session, asker.day, days)
    return Draft(request.form, choose(session, asker, keys), enclosures(), due)


def _child(draft: Draft) -> int | None:
    """On behalf of which child a guardian writes. Raises Invalid for a child that is not theirs."""
    asker = scope.asker
    if asker.hat != Hat.GUARDIAN:
        return None
    chosen = _chosen_child(children_of(scope.session, asker))
    return chosen.id if chosen else None


def _chosen_child(children: Sequence[Child]) -> Child | None:
    wanted = request.values.get("child", type=int)
    return next((child for child in children if child.id == wanted), children[0] if children else None)


def _page(draft: Draft) -> str:
    asker = scope.asker
    children = children_of(scope.session, asker) if asker.hat == Hat.GUARDIAN else []
    child = _chosen_child(children)
    school: School | None = None
    if asker.hat != Hat.STAFF:
        pupil_id = child.id if child else asker.person_id
        school = school_of_child(scope.session, asker, pupil_id)
    return render_template(
        "messaging/compose.html",
        draft=draft,
        words=reached(draft.choice),
        children=children,
        child=child,
        school=school,
        is_staff=asker.hat == Hat.STAFF,
    )


def reached(choice: Choice) -> str:
    """`27 people will get it; 3 of them have no account yet.`"""
    if not choice.number:
        return ""
    words: str = ngettext("One person will get it.", "%(num)s people will get it.", choice.number)
    # Who has no account has no ways either.
    accounts = wanted_ways(scope.session, choice.persons, NEW_LETTER.key, scope.asker.day).accounts
    without = choice.number - len(accounts)
    if without:
        words += " " + ngettext(
            "One has no account yet and reads it after signing in for the first time.",
            "%(num)s have no account yet and read it after signing in for the first time.",
            without,
        )
    return words


def _sent(choice: Choice) -> str:
    words: str = ngettext("The letter was sent to one person.", "The letter was sent to %(num)s people.", choice.number)
    return words
