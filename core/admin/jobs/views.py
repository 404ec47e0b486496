"""All jobs for who looks after them; one job for who asked for it."""

from uuid import UUID

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from core.admin.jobs.access import MANAGE
from core.admin.jobs.shown import STATES, shown
from core.foundation import jobs as work
from core.foundation.errors import NotFound
from core.foundation.jobs.asking import job_of
from core.foundation.jobs.models import JobRecord
from core.foundation.jobs.queries import jobs_newest_first
from core.foundation.permissions import OPEN, access
from core.foundation.scope import scope

pages = Blueprint("jobs", "core.admin", template_folder="templates")

_A_PAGE = 50
_KEPT = "job.kept"


@pages.get("/settings/jobs")
@access(MANAGE)
def index() -> str:
    """All jobs, newest first."""
    state = request.args.get("state", "")
    start = max(request.args.get("start", 0, type=int), 0)
    page = jobs_newest_first(scope.session, state if state in STATES else "", start, _A_PAGE)
    return render_template(
        "admin/jobs.html",
        jobs=[shown(scope.session, record) for record in page.jobs],
        total=page.total,
        start=start,
        state=state,
        states=[(key, _(words)) for key, (words, _badge) in STATES.items()],
        earlier=url_for("jobs.index", start=max(start - _A_PAGE, 0), state=state) if start else None,
        later=url_for("jobs.index", start=start + _A_PAGE, state=state) if start + _A_PAGE < page.total else None,
    )


@pages.post("/settings/jobs/<uuid:job_id>/repeat")
@access(MANAGE)
def repeat(job_id: UUID) -> Answer:
    """Do an ended job again."""
    scope.write(_KEPT, lambda session: work.repeat(session, job_id))
    flash(_("The job will be done again."), "done")
    return redirect(url_for("jobs.index"), 303)


@pages.get("/jobs/<uuid:job_id>")
@access(OPEN)
def show(job_id: UUID) -> str:
    """How far a job is and what came of it."""
    return render_template("admin/job.html", job=shown(scope.session, _own(job_id)), may_manage=scope.asker.may(MANAGE))


@pages.get("/jobs/<uuid:job_id>/state")
@access(OPEN)
def state(job_id: UUID) -> Response:
    """How far a job is, for the script of its page."""
    job = shown(scope.session, _own(job_id))
    answer = jsonify(state=job.state, done=job.done, total=job.total)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@pages.post("/jobs/<uuid:job_id>/cancel")
@access(OPEN)
def cancel(job_id: UUID) -> Answer:
    """Stop a job. What it has done by then stays."""
    _own(job_id)
    scope.write(_KEPT, lambda session: work.cancel(session, job_id))
    flash(_("The job is being stopped. What it has done by then stays."), "done")
    return redirect(url_for("jobs.show", job_id=job_id), 303)


def _own(job_id: UUID) -> JobRecord:
    """A job that the asker asked for, or any for who looks after them. Raises NotFound."""
    record = job_of(scope.session, job_id)
    if record.person_id != scope.asker.person_id and not scope.asker.may(MANAGE):
        raise NotFound(_("There is no such job."))
    return record
