"""Pages of a school about who signs in: invite many and print their slips; one person's access."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.accounts.access import INVITE, INVITE_STAFF
from core.accounts.invitations.ending import end_access, forget_memberships
from core.accounts.invitations.offering import Offer, offer, publish
from core.accounts.invitations.queries import (
    PersonAccess,
    access_of,
    invitable,
    is_guardian_of,
    is_one_of,
    is_pupil,
    wards_of,
)
from core.accounts.runtime import accounts, askers
from core.accounts.settings import SECTION
from core.classes.queries import classes_of, classes_with, in_class
from core.foundation import clock
from core.foundation.errors import NotAllowed
from core.foundation.permissions import access, visible
from core.foundation.runtime import klade
from core.foundation.scope import scope
from core.people.models import Person

blueprint = Blueprint("invitations", __name__, url_prefix="/invitations")

STAFF, PUPILS, GUARDIANS = "staff", "pupils", "guardians"


@blueprint.get("/")
@access(INVITE)
def people() -> str:
    """Who signs in and who was invited, group by group."""
    groups = _groups()
    group = request.args.get("group", groups[0][0])
    school_class = request.args.get("class", type=int)
    classes = classes_with(scope.session, visible(scope.asker, INVITE, Person), clock.today())
    return render_template(
        "accounts/invitations.html",
        groups=groups,
        group=group,
        classes=[(one.id, one.name) for one in classes],
        school_class=school_class,
        people=access_of(scope.session, _of_group(group, school_class), clock.today(), clock.now()),
    )


@blueprint.post("/")
@access(INVITE)
def invite_many() -> str | Response:
    """New codes for the ticked persons, as slips to print."""
    ids = [int(value) for value in request.form.getlist("person") if value.isdecimal()]
    if not ids:
        flash(_("Nobody was ticked, nobody was invited."), "info")
        return redirect(url_for("invitations.people", group=request.form.get("group")), 303)
    wanted = access_of(scope.session, and_(_invitable(), is_one_of(ids)), clock.today(), clock.now())
    if len(wanted) != len(set(ids)):
        raise NotAllowed(_("One of the ticked persons is not yours to invite. Nobody was invited."))
    return _slips(_invite(ids, "slip"), up=url_for("invitations.people", group=request.form.get("group")))


@blueprint.get("/people/<int:person_id>")
@access(INVITE, Person, "person_id")
def person(person_id: int) -> str:
    """How one person stands with signing in."""
    return render_template("accounts/person_access.html", person=_person(person_id))


@blueprint.post("/people/<int:person_id>/invite")
@access(INVITE, Person, "person_id")
def invite_person(person_id: int) -> str:
    """A new code for one person."""
    _person(person_id)
    return _slips(_invite([person_id], "screen"), up=url_for("invitations.person", person_id=person_id))


@blueprint.post("/people/<int:person_id>/end")
@access(INVITE, Person, "person_id")
def end_person(person_id: int) -> Response:
    """The school ends its link at once; the account itself is nobody's business."""
    _person(person_id)
    school, yesterday = scope.school, clock.today() - timedelta(days=1)
    concerned = scope.write("access.ended", lambda session: end_access(session, person_id, yesterday))
    forget_memberships(accounts(), school, concerned)
    flash(_("The person no longer opens this school. Open codes were taken back."), "done")
    return redirect(url_for("invitations.person", person_id=person_id), 303)


def _groups() -> list[tuple[str, str]]:
    groups = [(PUPILS, _("Pupils")), (GUARDIANS, _("Parents"))]
    return [(STAFF, _("Staff")), *groups] if scope.asker.may(INVITE_STAFF) else groups


def _works_here() -> ColumnElement[bool]:
    column: ColumnElement[int] = Person.__table__.c.id
    return askers().works_here(column, clock.today())


def _invitable() -> ColumnElement[bool]:
    return invitable(scope.asker, _works_here())


def _of_group(group: str, school_class: int | None) -> ColumnElement[bool]:
    day = clock.today()
    if group == STAFF:
        return and_(_invitable(), _works_here())
    pupils = is_pupil(day) if school_class is None else and_(is_pupil(day), in_class(school_class, day))
    return and_(_invitable(), is_guardian_of(pupils, day) if group == GUARDIANS else pupils)


def _person(person_id: int) -> PersonAccess:
    found = access_of(scope.session, and_(_invitable(), is_one_of([person_id])), clock.today(), clock.now())
    if not found:
        # The row is theirs to see, or `access` had answered 404 already.
        raise NotAllowed(_("Who works at the school is invited by who gives out rights: the superuser."))
    return found[0]


def _invite(person_ids: list[int], channel: str) -> list[Offer]:
    days = klade().settings.values(scope.session, SECTION)["invitation_days"]
    school, made_by, services = scope.school, scope.asker.person_id, accounts()

    def work(session: Session) -> list[Offer]:
        return offer(
            session,
            person_ids,
            made_by=made_by,
            channel=channel,
            lasts=timedelta(days=days),
            key=services.keys.codes,
        )

    offers = scope.write("invitation.made", work)
    publish(services, school, offers)
    return offers


def _slips(offers: list[Offer], up: str) -> str:
    return render_template(
        "accounts/slips.html",
        title=ngettext("%(num)d invitation", "%(num)d invitations", len(offers)),
        offers=offers,
        notes=_notes([made.person_id for made in offers]),
        up=up,
        school=scope.school,
        address=f"{request.host_url}join",
    )


def _notes(person_ids: list[int]) -> dict[int, str]:
    """What helps to hand a slip out: a pupil's class, a guardian's children with theirs."""
    day = clock.today()
    wards = wards_of(scope.session, person_ids, day)
    children = [pupil for of_guardian in wards.values() for pupil, _name in of_guardian]
    classes = {id_: one.name for id_, one in classes_of(scope.session, [*person_ids, *children], day).items()}
    notes = {id_: classes[id_] for id_ in person_ids if id_ in classes}
    for guardian, of_guardian in wards.items():
        notes[guardian] = ", ".join(f"{name} {classes.get(pupil, '')}".strip() for pupil, name in of_guardian)
    return notes
