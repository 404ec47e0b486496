"""Own notices and what one wants to hear of, for everybody; deliveries for who looks after them."""

from itertools import groupby

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as Answer

from core.accounts.contacts.queries import accounts_of, reachable
from core.foundation import clock
from core.foundation.database import state_of
from core.foundation.errors import NotFound
from core.foundation.permissions import OPEN, access
from core.foundation.plugins import of
from core.foundation.runtime import klade
from core.foundation.scope import scope
from core.notices.access import DELIVERIES
from core.notices.choosing import CHOSEN, choose, chosen
from core.notices.hours import Hours
from core.notices.models import FAILED
from core.notices.queries import count_deliveries, deliveries_newest_first, own_notice, own_notices, unread
from core.notices.reading import READ, mark_read
from core.notices.sending.again import AGAIN, send_again, send_all_again
from core.notices.settings import SECTION
from core.notices.words import CHOICES, STATES
from core.values.notices import NoticeChannel, NoticeRule

notices = Blueprint("notices", "core.notices", template_folder="templates")
deliveries = Blueprint("deliveries", "core.notices", template_folder="templates")

_A_PAGE = 50


@notices.get("/notices")
@access(OPEN)
def index() -> str:
    """What is new for the asker, the newest first."""
    before = request.args.get("before", type=int)
    found = own_notices(scope.session, scope.asker, before, _A_PAGE + 1)
    shown = found[:_A_PAGE]
    return render_template(
        "notices/index.html",
        days=[(day, list(some)) for day, some in groupby(shown, key=lambda notice: notice.day)],
        unread=unread(scope.session, scope.asker),
        is_first=before is None,
        further=url_for("notices.index", before=shown[-1].id) if len(found) > _A_PAGE else None,
    )


@notices.get("/notices/count")
@access(OPEN)
def count() -> Response:
    """How many are unread, for the bell of every page."""
    number = unread(scope.session, scope.asker)
    words = ngettext("%(num)d unread notice", "%(num)d unread notices", number)
    answer = jsonify(unread=number, words=words)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@notices.post("/notices/<int:notice_id>/open")
@access(OPEN)
def follow(notice_id: int) -> Answer:
    """Read a notice: to the page it tells of."""
    notice = own_notice(scope.session, scope.asker, notice_id)
    if notice is None:
        raise NotFound(_("There is no such notice."))
    person = scope.asker.person_id
    scope.write(READ, lambda session: mark_read(session, person, notice_id))
    return redirect(notice.url or url_for("notices.index"), 303)


@notices.post("/notices/read")
@access(OPEN)
def read_all() -> Answer:
    person = scope.asker.person_id
    scope.write(READ, lambda session: mark_read(session, person))
    return redirect(url_for("notices.index"), 303)


@notices.get("/notices/settings")
@access(OPEN)
def settings() -> str:
    """What the asker wants to hear of, and by which ways."""
    rules, channels = _rules(), _channels()
    hours = klade().settings.values(scope.session, SECTION.key)
    account = accounts_of(scope.session, [scope.asker.person_id], clock.today()).get(scope.asker.person_id)
    own = chosen(scope.session, scope.asker.person_id, rules, channels)
    with klade().database.directory() as directory:
        known = reachable(directory, [account] if account else []).values()
    return render_template(
        "notices/settings.html",
        rules=rules,
        channels=[(channel, channel.is_ready()) for channel in channels],
        proven={kind for one in known for kind in one.contacts},
        chosen=own,
        choices=CHOICES,
        hours=hours,
    )


@notices.post("/notices/settings")
@access(OPEN)
def save_settings() -> Answer:
    rules, channels, person = _rules(), _channels(), scope.asker.person_id
    typed = request.form
    scope.write(CHOSEN, lambda session: choose(session, person, rules, channels, typed))
    flash(_("Saved."), "done")
    return redirect(url_for("notices.settings"), 303)


def _rules() -> list[NoticeRule]:
    """The kinds of notices that may concern somebody with the asker's hats."""
    found = of(klade().plugins.notice_rules(), state_of(scope.session).plugins)
    return [rule for rule in found if not rule.hats or not set(rule.hats).isdisjoint(scope.asker.hats)]


def _channels() -> list[NoticeChannel]:
    return of(klade().plugins.notice_channels(), state_of(scope.session).plugins)


# -------------------------------------------------------------------------------------------------------- deliveries


@deliveries.get("/settings/deliveries", endpoint="index")
@access(DELIVERIES)
def sent() -> str:
    """What leaves Klade, the newest first."""
    channels = _channels()
    state, channel = request.args.get("state", ""), request.args.get("channel", "")
    before = request.args.get("before", type=int)
    found = deliveries_newest_first(scope.session, state, channel, before, _A_PAGE + 1)
    shown = found[:_A_PAGE]
    return render_template(
        "notices/deliveries.html",
        deliveries=shown,
        counts=count_deliveries(scope.session, channel),
        state=state,
        channel=channel,
        states=STATES,
        channels={one.key: str(one.title) for one in channels},
        failed=FAILED,
        first=url_for("deliveries.index", state=state, channel=channel) if before is not None else None,
        further=url_for("deliveries.index", before=shown[-1].id, state=state, channel=channel)
        if len(found) > _A_PAGE
        else None,
    )


@deliveries.post("/settings/deliveries/<int:delivery_id>/again")
@access(DELIVERIES)
def again(delivery_id: int) -> Answer:
    """Send one again."""
    hours = _hours()
    scope.write(AGAIN, lambda session: send_again(session, hours, delivery_id))
    flash(_told(1, hours), "done")
    return redirect(url_for("deliveries.index"), 303)


@deliveries.post("/settings/deliveries/again")
@access(DELIVERIES)
def all_again() -> Answer:
    """Send all failed ones again, by one channel or any."""
    hours, channel = _hours(), request.form.get("channel", "")
    number = scope.write(AGAIN, lambda session: send_all_again(session, hours, channel))
    flash(_told(number, hours), "done")
    return redirect(url_for("deliveries.index", channel=channel), 303)


def _hours() -> Hours:
    return Hours.of(klade().settings.values(scope.session, SECTION.key))


def _told(number: int, hours: Hours) -> str:
    said: str = ngettext("%(num)d message will be sent again.", "%(num)d messages will be sent again.", number)
    return f"{said} {_('It waits for the end of the quiet hours.')}" if hours.is_quiet(clock.now()) else said
