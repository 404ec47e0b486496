"""The two folders of a mailbox."""

from datetime import datetime

from flask import abort, render_template, request, url_for
from flask_babel import gettext as _

from core.foundation import clock
from core.foundation.permissions import access
from core.foundation.scope import scope
from core.foundation.text import date_text, time_text
from klade_messaging.letters.access import READ
from klade_messaging.letters.mailbox import AT_ONCE, Mailbox, received_threads, sent_threads, unread_count
from klade_messaging.letters.writing import Hat
from klade_messaging.views.blueprint import pages


@pages.get("/")
@access(READ)
def received() -> str:
    return _folder(received_threads(scope.session, scope.asker, _first()), is_sent=False)


@pages.get("/sent")
@access(READ)
def sent() -> str:
    return _folder(sent_threads(scope.session, scope.asker, _first()), is_sent=True)


def _first() -> int:
    """The place in the folder from which a page shows it, counted from 1."""
    first = request.args.get("first", 1, type=int)
    if not 1 <= first < 10**9:
        abort(404)
    return first


def _when(moment: datetime) -> str:
    """The hour today, else the day."""
    day = clock.local(moment).date()
    return time_text(moment) if day == scope.asker.day else date_text(day)


def _folder(box: Mailbox, *, is_sent: bool) -> str:
    unread = unread_count(scope.session, scope.asker)
    tabs = [
        {"label": _("Received"), "url": url_for("messaging.received"), "active": not is_sent, "count": unread},
        {"label": _("Sent"), "url": url_for("messaging.sent"), "active": is_sent},
    ]
    endpoint = "messaging.sent" if is_sent else "messaging.received"
    earlier = box.first - AT_ONCE
    return render_template(
        "messaging/mailbox.html",
        box=box,
        is_sent=is_sent,
        tabs=tabs,
        today=scope.asker.day,
        when=_when,
        is_staff=scope.asker.hat == Hat.STAFF,
        newer_url=url_for(endpoint, first=max(1, earlier)) if box.first > 1 else None,
        older_url=url_for(endpoint, first=box.last + 1) if box.last < box.total else None,
    )
