"""The list of staff, and a member's posts, roles and access."""

from flask import render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from core.accounts.invitations.queries import access_of, is_one_of
from core.classes.queries import classes_taught
from core.foundation import clock
from core.foundation.acts import perform, tell
from core.foundation.errors import Invalid, NotFound, Problem
from core.foundation.forms import loaded
from core.foundation.permissions import access
from core.foundation.scope import scope
from core.journals.register.queries import journal_counts
from core.people.models import Person, RoleHeld
from core.people.queries.staff import grantable_roles, staff
from core.people.schemas import RoleEndForm, RoleForm
from core.people.staff import end_role, give_role
from core.people.views.pages import blueprint
from core.people.words import role_title


@blueprint.get("/staff")
@access("staff.list")
def staff_list() -> str:
    session, day = scope.session, scope.asker.day
    everybody = staff(session, scope.asker)
    shows_former = request.args.get("status") == "all"
    members = [member for member in everybody if shows_former or member.works_on(day)]
    ids = [member.id for member in members]
    signing_in = {one.person_id: one for one in access_of(session, is_one_of(ids), day, clock.now())}
    return render_template(
        "people/staff.html",
        members=members,
        former=len(everybody) - sum(member.works_on(day) for member in everybody),
        shows_former=shows_former,
        signing_in=signing_in,
        journals=journal_counts(session, ids, day),
        own_classes=classes_taught(session, ids, day),
        day=day,
    )


@blueprint.get("/staff/<int:person_id>")
@access("staff.list", Person, "person_id")
def staff_member(person_id: int) -> str:
    return _member(person_id)


@blueprint.post("/staff/<int:person_id>/roles", endpoint="give_role")
@access("roles.edit", Person, "person_id")
def give(person_id: int) -> str | Response:
    """Give a member of staff a role from a day on."""

    def work(session: Session) -> RoleHeld:
        return give_role(session, person_id, form["role"], form["from_date"], form["until_date"])

    try:
        form = loaded(RoleForm(), request.form)
        tell(_("The role was given."), perform("role.given", work))
    except Invalid as error:
        return _member(person_id, error.problems)
    return redirect(url_for("people.staff_member", person_id=person_id), 303)


@blueprint.post("/staff/<int:person_id>/roles/<int:held_id>/end", endpoint="end_role")
@access("roles.edit", Person, "person_id")
def end(person_id: int, held_id: int) -> str | Response:
    """The role lasts until a day."""

    def work(session: Session) -> RoleHeld:
        return end_role(session, person_id, held_id, form["until_date"])

    try:
        form = loaded(RoleEndForm(), request.form)
        tell(_("The role ends on the day that you gave."), perform("role.ended", work))
    except Invalid as error:
        return _member(
            person_id, [Problem(f"{problem.place}-{held_id}", problem.message) for problem in error.problems]
        )
    return redirect(url_for("people.staff_member", person_id=person_id), 303)


def _member(person_id: int, problems: list[Problem] | None = None) -> str:
    session, day = scope.session, scope.asker.day
    member = next(iter(staff(session, scope.asker, person_id)), None)
    if member is None:
        raise NotFound(_("There is no such page."))
    roles = [(role.key, role_title(role)) for role in grantable_roles(session)]
    return render_template(
        "people/staff_member.html",
        member=member,
        signing_in=access_of(session, is_one_of([person_id]), day, clock.now())[0],
        journals=journal_counts(session, [person_id], day).get(person_id, 0),
        own_classes=classes_taught(session, [person_id], day).get(person_id, []),
        roles=roles,
        role_title=role_title,
        problems=problems or [],
        typed=request.form,
        day=day,
    )
