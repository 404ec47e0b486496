"""A thread: reading, answering, the files of its letters."""

from io import BytesIO

from flask import Response, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as Answer

from core.foundation.errors import Invalid, NotFound, Problem
from core.foundation.forms import loaded
from core.foundation.permissions import access
from core.foundation.scope import scope
from klade_messaging.letters.access import READ
from klade_messaging.letters.composing import NOT_SENT, AnswerForm, answer_to, recipients_of_answer
from klade_messaging.letters.files import Enclosures
from klade_messaging.letters.models import LetterThread
from klade_messaging.letters.reading import READ as WAS_READ
from klade_messaging.letters.reading import mark_read
from klade_messaging.letters.threads import LetterShown, ThreadShown, enclosed_file, read_thread
from klade_messaging.letters.writing import WRITTEN, Hat, LetterDraft, write_letter
from klade_messaging.views.blueprint import archive, enclosures, pages


@pages.get("/<int:thread_id>")
@access(READ, LetterThread, "thread_id")
def thread(thread_id: int) -> str:
    """The thread; what of it was new is read from now on."""
    shown, asker = read_thread(scope.session, scope.asker, thread_id), scope.asker
    if shown.has_unread:
        scope.write(WAS_READ, lambda session: mark_read(session, thread_id, asker.person_id, asker.hat))
    return _page(shown, request.args.get("answer", type=int))


@pages.post("/<int:thread_id>")
@access(READ, LetterThread, "thread_id")
def answer(thread_id: int) -> Answer | tuple[str, int]:
    """Send an answer to one letter of the thread."""
    shown, given = read_thread(scope.session, scope.asker, thread_id), enclosures()
    letter = _letter(shown, request.form.get("answers", type=int))
    if letter is None:
        return _page(shown, None, given, [Problem("body", _("Choose the letter that you answer."))]), 422
    if "send" not in request.form:
        return _page(shown, letter.id, given), 200
    try:
        draft = _draft(letter, thread_id, given, to_all=request.form["send"] == "all")
    except Invalid as error:
        return _page(shown, letter.id, given, [*error.problems]), error.status
    scope.write(WRITTEN, lambda session: write_letter(session, draft))
    number = len({one.person_id for one in draft.recipients})
    flash(ngettext("Sent to one person.", "Sent to %(num)s people.", number), "done")
    return redirect(url_for("messaging.thread", thread_id=thread_id), 303)


@pages.get("/<int:thread_id>/files/<int:file_id>")
@access(READ, LetterThread, "thread_id")
def enclosed(thread_id: int, file_id: int) -> Response:
    """A file of a letter, to be saved: never opened as a page of Klade's own."""
    file = enclosed_file(scope.session, scope.asker, thread_id, file_id)
    if file is None:
        raise NotFound(_("There is no such file."))
    content = BytesIO(archive().read(file.digest))
    sent = send_file(content, file.media_type, as_attachment=True, download_name=file.name, max_age=0)
    sent.headers["Cache-Control"] = "no-store"
    sent.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return sent


def _draft(letter: LetterShown, thread_id: int, given: Enclosures, *, to_all: bool) -> LetterDraft:
    problems: list[Problem] = [*given.problems]
    body = ""
    try:
        body = loaded(AnswerForm(), request.form)["body"]
    except Invalid as error:
        problems += error.problems
    if problems:
        raise Invalid(NOT_SENT, problems)
    return answer_to(scope.session, scope.asker, letter, thread_id, body, given, to_all=to_all)


def _letter(shown: ThreadShown, letter_id: int | None) -> LetterShown | None:
    return next((letter for letter in shown.letters if letter.id == letter_id), None)


def _page(
    shown: ThreadShown, letter_id: int | None, given: Enclosures | None = None, problems: list[Problem] | None = None
) -> str:
    asker = scope.asker
    letter = _letter(shown, letter_id) or shown.to_answer
    one = recipients_of_answer(asker, letter, to_all=False) if letter else []
    everybody = recipients_of_answer(asker, letter, to_all=True) if letter else []
    return render_template(
        "messaging/thread.html",
        thread=shown,
        letter=letter,
        can_answer=bool(one),
        all_number=len({to.person_id for to in everybody}),
        can_answer_all=len(everybody) > len(one),
        given=given or enclosures(),
        typed=request.form,
        problems=problems or [],
        is_staff=asker.hat == Hat.STAFF,
        today=asker.day,
    )
