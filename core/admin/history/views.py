"""The history of one record, and the button that takes a change back."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.admin.history.shown import changes_of, known_table, name_of
from core.documents.issuing import ISSUED
from core.foundation import clock
from core.foundation.acts import perform, tell
from core.foundation.errors import Conflict, NotAllowed, NotFound
from core.foundation.history.models import Change
from core.foundation.history.undo import Undone, undo
from core.foundation.permissions import OPEN, access
from core.foundation.scope import scope
from core.foundation.settings.services import move_revision
from core.journals.grid.concerned import tell_open_pages
from core.people.guardians import DECIDED
from core.people.models import RoleHeld
from core.people.staff import require_superuser

pages = Blueprint("history", "core.admin", url_prefix="/history", template_folder="templates")

# What is cached about a school under its revision follows from rows of these tables.
_CACHED = frozenset({"setting", "role", "role_permission", "school_state"})


@pages.app_context_processor
def _links() -> dict[str, Any]:
    return {"history_url": history_url}


def history_url(table: str, row_id: int | None) -> str:
    """Where the history of a record stands, for who may read it; nothing for a record that is not there yet."""
    if row_id is None or not scope.asker.may("history.read"):
        return ""
    return url_for("history.record", table=table, row_id=row_id)


@pages.get("/<table>/<int:row_id>")
@access("history.read")
def record(table: str, row_id: int) -> str:
    if known_table(table) is None:
        raise NotFound(_("There is no such record."))
    changes = changes_of(scope.session, scope.asker, table, row_id)
    if not changes:
        raise NotFound(_("There is no such record."))
    return render_template(
        "admin/history.html",
        title=name_of(scope.session, scope.asker, table, row_id),
        table=known_table(table),
        changes=changes,
        may_undo=scope.asker.may("history.undo"),
        own=scope.asker.person_id,
        today=clock.today(),
        day_of=lambda moment: clock.local(moment).date(),
    )


@pages.post("/<int:change_id>/undo")
@access(OPEN)
def take_back(change_id: int) -> Response:
    """Take a change back: one's own within the day it was made, any with the permission for it."""
    change = scope.session.get(Change, change_id)
    if change is None:
        raise NotFound(_("There is no such change."))
    is_own = change.person_id == scope.asker.person_id and clock.local(change.at).date() == clock.today()
    if not is_own and not scope.asker.may("history.undo"):
        raise NotAllowed(_("A change can be taken back on its own day by who made it, later by the superuser."))
    if change.kind == DECIDED:
        raise Conflict(_("A decision about a parent is taken back where it was made. Nothing was changed."))
    if change.kind == ISSUED:
        raise Conflict(_("An issued document stays in the register. Nothing was changed."))
    act = perform("change.undone", lambda session: _undone(session, change_id))
    undone = act.result
    is_redo = change.undoes_id is None
    if not undone.restored:
        flash(_("Nothing was taken back: everything has been changed since."), "refused")
    elif undone.left:
        count = len(undone.left)
        said = ngettext(
            "Taken back, but for %(num)s record that has been changed since.",
            "Taken back, but for %(num)s records that have been changed since.",
            count,
        )
        tell(said, act, "warning", is_redo=is_redo)
    else:
        tell(_("Done again.") if change.undoes_id else _("Taken back."), act, is_redo=is_redo)
    return redirect(_back(), 303)


def _undone(session: Session, change_id: int) -> Undone:
    done = undo(session, change_id)
    if any(row.table in _CACHED for row in done.restored):
        move_revision(session)
    tell_open_pages(session, [(row.table, row.id) for row in done.restored])
    if any(row.table == RoleHeld.__tablename__ for row in done.restored):
        require_superuser(session)
    return done


def _back() -> str:
    """The page on which the button stood, if it was one of this site."""
    parts = urlsplit(request.referrer or "")
    if parts.netloc == request.host and parts.path.startswith("/"):
        return parts.path + (f"?{parts.query}" if parts.query else "")
    return url_for("shell.settings")
