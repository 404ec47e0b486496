"""The family's pages: the week, marks by subject, absences and their announcement."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from core.foundation import clock
from core.foundation.acts import perform, tell
from core.foundation.errors import Invalid, NotFound
from core.foundation.forms import attempt, loaded
from core.foundation.permissions import access
from core.foundation.runtime import klade
from core.foundation.scope import scope
from core.foundation.text import period_text
from core.journals.diary import statements
from core.journals.diary.adults import note_for
from core.journals.diary.children import Child, children_of
from core.journals.diary.homework import tick
from core.journals.diary.marks import by_subject
from core.journals.diary.week import missed_days, monday_of, week_of
from core.journals.excuses.announcing import ANNOUNCED, TAKEN_BACK, announce, withdraw
from core.journals.excuses.models import Announcement
from core.journals.excuses.queries import announced
from core.journals.excuses.schemas import AnnouncementForm, span_of
from core.journals.excuses.settings import SECTION
from core.journals.excuses.words import reasons
from core.people.adults import decide as decide_as_adult
from core.people.models import Person

pages = Blueprint("diary", "core.journals", template_folder="templates")

CHILD_COOKIE = "klade_child"
_WEEKEND = 5


@pages.get("/diary")
@access("diary.read")
def home() -> Answer | str:
    """The diary of the child looked at last."""
    return _of_last("diary.show", lambda child: True)


@pages.get("/marks")
@access("diary.marks")
def own_marks() -> Answer | str:
    return _of_last("diary.marks", lambda child: child.sees_marks)


@pages.get("/my-absences")
@access("diary.attendance")
def own_absences() -> Answer | str:
    return _of_last("diary.absences", lambda child: child.sees_attendance)


@pages.get("/diary/<int:pupil_id>")
@access("diary.read", Person, "pupil_id")
def show(pupil_id: int) -> Response:
    """A week, by default the present one; from Saturday on the next."""
    monday = _monday()
    children, child = _children(pupil_id)
    here = monday_of(_usual_day())
    return _shown(
        "journals/diary/week.html",
        children,
        child,
        days=week_of(klade(), scope.session, child, monday),
        monday=monday,
        period=period_text(monday, monday + timedelta(days=6)),
        earlier=monday - timedelta(days=7),
        later=monday + timedelta(days=7),
        is_present=monday == here,
        today=clock.today(),
        adult_note=note_for(scope.session, scope.asker, child),
    )


@pages.post("/diary/<int:pupil_id>")
@access("diary.read", Person, "pupil_id")
def homework(pupil_id: int) -> Answer:
    """Tick homework off, or take the tick back."""
    is_done = "done" in request.form
    lesson = request.form.get("done" if is_done else "undone", "")
    if not lesson.isdigit():
        raise Invalid(_("There is no such homework."))
    lesson_id, asker = int(lesson), scope.asker.person_id
    scope.write("homework.ticked", lambda session: tick(session, pupil_id, lesson_id, asker, is_done=is_done))
    return redirect(url_for("diary.show", pupil_id=pupil_id, week=_monday().isoformat(), _anchor=f"l{lesson_id}"), 303)


@pages.post("/diary/<int:pupil_id>/guardians")
@access("diary.decide", Person, "pupil_id")
def decide(pupil_id: int) -> Answer:
    """A pupil of age lets guardians see, or does not."""
    sees, day = request.form.get("guardians_see") == "1", clock.today()
    act = perform("adult.decided", lambda session: decide_as_adult(session, pupil_id, guardians_see=sees, day=day).id)
    tell(_("Your parents see what you see.") if sees else _("Your parents no longer see your diary."), act)
    return redirect(url_for("diary.show", pupil_id=pupil_id), 303)


@pages.get("/marks/<int:pupil_id>")
@access("diary.marks", Person, "pupil_id")
def marks(pupil_id: int) -> Response:
    """All marks of the school year by subject."""
    children, child = _children(pupil_id)
    subjects = by_subject(klade(), scope.session, pupil_id, clock.today())
    return _shown("journals/diary/marks.html", children, child, subjects=subjects)


@pages.get("/my-absences/<int:pupil_id>")
@access("diary.attendance", Person, "pupil_id")
def absences(pupil_id: int) -> Response:
    """Absences of the school year, and what was announced."""
    children, child = _children(pupil_id)
    first, last = _year()
    days = missed_days(klade(), scope.session, child, first, last)
    own = announced(scope.session, scope.asker, pupil_id) if child.may_announce else []
    codes = [one.code for day in days for one in day.missed]
    counts = {
        "open": sum(code == "n" for code in codes),
        "justified": sum(code != "n" and not code.startswith("k") for code in codes),
        "late": sum(code.startswith("k") for code in codes),
    }
    return _shown("journals/diary/absences.html", children, child, days=days, announced=own, counts=counts)


@pages.get("/my-absences/<int:pupil_id>/new")
@access("absences.announce", Person, "pupil_id")
def new_announcement(pupil_id: int) -> Response:
    return _form(pupil_id)


@pages.post("/my-absences/<int:pupil_id>/new")
@access("absences.announce", Person, "pupil_id")
def make_announcement(pupil_id: int) -> Response | Any:
    """Announce; it waits for the class teacher."""
    asker = scope.asker

    def work() -> Answer:
        values = loaded(AnnouncementForm(), request.form)
        span = span_of(values)
        act = perform(
            ANNOUNCED,
            lambda session: announce(session, pupil_id, asker.person_id, span, values["reason"], values["note"]).id,
        )
        tell(_("Announced. The class teacher will decide."), act)
        return redirect(_after(pupil_id), 303)

    return attempt(work, lambda error: _form(pupil_id, error).get_data(as_text=True))


@pages.post("/announcements/<int:announcement_id>/withdraw")
@access("absences.announce", Announcement, "announcement_id")
def take_back(announcement_id: int) -> Answer:
    """Withdraw an announcement that waits."""
    act = perform(TAKEN_BACK, lambda session: withdraw(session, announcement_id).pupil_id)
    tell(_("The announcement was withdrawn."), act)
    return redirect(_after(act.result), 303)


# ------------------------------------------------------------------------------------------------------ what is shared


def _of_last(endpoint: str, fits: Callable[[Child], bool]) -> Answer | str:
    """To the page of the child looked at last, if it is for the asker; else of the first one."""
    children = [child for child in children_of(scope.session, scope.asker) if fits(child)]
    if not children:
        return render_template("journals/diary/nobody.html")
    last = request.cookies.get(CHILD_COOKIE, "")
    chosen = next((child for child in children if str(child.id) == last), children[0])
    return redirect(url_for(endpoint, pupil_id=chosen.id))


def _children(pupil_id: int) -> tuple[list[Child], Child]:
    children = children_of(scope.session, scope.asker)
    child = next((one for one in children if one.id == pupil_id), None)
    if child is None:
        raise NotFound(_("There is no such page."))
    return children, child


def _shown(template: str, children: list[Child], child: Child, **values: Any) -> Response:
    """The page; the child is remembered for the next time."""
    answer = make_response(render_template(template, children=children, child=child, **values))
    if request.cookies.get(CHILD_COOKIE) != str(child.id):
        path = f"/{scope.school.slug}"
        answer.set_cookie(
            CHILD_COOKIE, str(child.id), path=path, samesite="Lax", secure=request.is_secure, httponly=True
        )
    return answer


def _form(pupil_id: int, error: Invalid | None = None) -> Response:
    children, child = _children(pupil_id)
    return _shown(
        "journals/diary/announce.html",
        children,
        child,
        reasons=reasons(scope.session, for_families=True),
        problems=error.problems if error else [],
        typed=request.form,
        today=clock.today(),
        tomorrow=clock.today() + timedelta(days=1),
        latest=klade().settings.values(scope.session, SECTION.key)["latest_hour"],
    )


def _after(pupil_id: int) -> str:
    """Where an announcement is seen; where absences are not for the asker, the diary."""
    sees = any(child.id == pupil_id and child.sees_attendance for child in children_of(scope.session, scope.asker))
    return url_for("diary.absences" if sees else "diary.show", pupil_id=pupil_id)


def _usual_day() -> date:
    today = clock.today()
    return today + timedelta(days=7 - today.weekday()) if today.weekday() >= _WEEKEND else today


def _monday() -> date:
    """The Monday of the week in the address. Raises NotFound."""
    asked = request.args.get("week")
    if asked is None:
        return monday_of(_usual_day())
    try:
        return monday_of(date.fromisoformat(asked))
    except ValueError:
        raise NotFound(_("There is no such week.")) from None


def _year() -> tuple[date, date]:
    row = scope.session.connection().execute(statements.year, {"day": clock.today()}).one()
    return row[0], row[1]
