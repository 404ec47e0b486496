"""The list of classes, and a class with its pupils."""

from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from core.classes import queries
from core.classes.models import SchoolClass
from core.foundation.errors import NotFound
from core.foundation.permissions import access, allows
from core.foundation.scope import scope
from core.foundation.text import period_text
from core.people import words
from core.people.models import Person
from core.people.queries.guardians import contacts
from core.people.queries.pupils import pupils
from core.schools.queries import year_on

blueprint = Blueprint("classes", __name__, template_folder="templates")


@blueprint.context_processor
def _words() -> dict[str, Any]:
    return {"relation": words.relation, "period": period_text}


@blueprint.get("/classes")
@access("classes.list")
def class_list() -> str:
    """The classes of a school year, by default today's."""
    session, asker = scope.session, scope.asker
    years = queries.years(session)
    key = request.args.get("year")
    year = next((one for one in years if one.key == key), None) if key else year_on(session, asker.day)
    if key and year is None:
        raise NotFound(_("There is no such school year."))
    found = queries.classes(session, asker, year.id, min(asker.day, year.until_date)) if year else []
    return render_template("classes/classes.html", classes=found, year=year, years=years)


@blueprint.get("/classes/<int:class_id>")
@access("class.read", SchoolClass, "class_id")
def show_class(class_id: int) -> str:
    """A class: its teachers, its pupils, and how to reach their guardians where that is for the asker."""
    session, asker = scope.session, scope.asker
    shown = session.get_one(SchoolClass, class_id)
    members = queries.members(session, class_id)
    listed = pupils(session, asker, Person.id.in_(members))
    sees_health = allows(session, asker, "people.health", SchoolClass, class_id)
    return render_template(
        "classes/class.html",
        shown=shown,
        teachers=queries.class_teachers(session, class_id, asker.day),
        pupils=sorted(listed, key=lambda pupil: members[pupil.id].has_left(asker.day)),
        members=members,
        present=sum(not members[pupil.id].has_left(asker.day) for pupil in listed),
        sees_guardians=allows(session, asker, "guardians.contact", SchoolClass, class_id),
        guardians=contacts(session, asker, list(members)),
        programmes=queries.programmes_of(session, class_id) if sees_health else [],
        day=asker.day,
    )
