"""Mēneša izraksti: who gets which transcript and how, and the one button that sends them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from core.classes.models import SchoolClass
from core.documents.periods import Period, period_named, periods
from core.documents.queries import classes_to_prepare, pupils_to_prepare
from core.foundation.errors import Conflict, Invalid, NotFound
from core.foundation.permissions import access, visible
from core.foundation.runtime import klade
from core.foundation.scope import scope
from core.foundation.text import period_text
from core.notices.ways import ways
from core.people.words import RELATIONS
from core.schools.queries import year_on
from klade_messaging.month.access import SEND
from klade_messaging.month.asking import ASKED, ask
from klade_messaging.month.months import months, usual_key
from klade_messaging.month.page import month_facts, preview_of
from klade_messaging.month.settings import SECTION

pages = Blueprint("messaging_month", __name__, url_prefix="/mail/month", template_folder="../templates")


@pages.get("")
@access(SEND)
def home() -> str | Response:
    """The own class; a deputy's first one."""
    classes = _classes()
    if not classes:
        return render_template("messaging/month/nobody.html")
    return redirect(url_for("messaging_month.show", class_id=classes[0][0]))


@pages.get("/choose")
@access(SEND)
def choose() -> Response:
    """The class and month that were chosen in the form."""
    class_id = request.args.get("class", type=int)
    if class_id is None:
        return redirect(url_for("messaging_month.home"))
    return redirect(url_for("messaging_month.show", class_id=class_id, period=request.args.get("period") or None))


@pages.get("/<int:class_id>")
@access(SEND, SchoolClass, "class_id")
def show(class_id: int) -> str:
    """A month of a class."""
    session, asker = scope.session, scope.asker
    school_class = session.get_one(SchoolClass, class_id)
    choices, period = _period(school_class, request.args.get("period"))
    facts = month_facts(session, asker, class_id, period)
    preview = preview_of(facts.content, request.args.get("pupil", type=int))
    classes = _classes()
    scope.release()
    lines = facts.lines(ways(klade().database, facts.wanted))
    return render_template(
        "messaging/month/month.html",
        school_class=school_class,
        classes=classes,
        choices=[(one.key, one.title()) for one in choices],
        period=period,
        facts=facts,
        lines=lines,
        left=sum(not line.is_sent for line in lines if line.to),
        under_way=next((one for one in facts.sendings if one.is_under_way), None),
        sent=[one for one in facts.sendings if one.letters],
        preview=preview,
        relations=RELATIONS,
        period_text=period_text,
    )


@pages.post("/<int:class_id>")
@access(SEND, SchoolClass, "class_id")
def send(class_id: int) -> Response:
    """Send: to whoever has not got it, or again to all."""
    session, asker = scope.session, scope.asker
    school_class = session.get_one(SchoolClass, class_id)
    _choices, period = _period(school_class, request.form.get("period"))
    pupils = pupils_to_prepare(session, asker, class_id, period.last)
    again = "again" in request.form
    days = period.first, period.last
    try:
        job_id = scope.write(ASKED, lambda session: ask(session, class_id, period.key, days, pupils, again=again))
    except (Conflict, Invalid) as error:
        flash(str(error.message), "warning")
        return redirect(url_for("messaging_month.show", class_id=class_id, period=period.key), 303)
    return redirect(url_for("jobs.show", job_id=job_id), 303)


def _period(school_class: SchoolClass, key: str | None) -> tuple[list[Period], Period]:
    """The months of a class, and the one asked for. Raises NotFound."""
    session, today = scope.session, scope.asker.day
    found = months(periods(session, school_class, today))
    if not found:
        raise NotFound(_("There is no such period in this school year."))
    days_after = klade().settings.values(session, SECTION.key)["days_after"]
    return found, period_named(found, key or usual_key(found, today, days_after))


def _classes() -> list[tuple[int, str]]:
    """The classes of the year whose transcripts the asker sends; own ones first."""
    session, asker = scope.session, scope.asker
    year = year_on(session, asker.day)
    if year is None:
        return []
    mine = set(session.scalars(select(SchoolClass.id).where(SchoolClass.id.in_(visible(asker, SEND, SchoolClass)))))
    return [(one.id, one.name) for one in classes_to_prepare(session, asker, year.id) if one.id in mine]
