"""The first page of a school, and Darāmais."""

from flask import Blueprint, render_template, request, url_for

from core.foundation.permissions import OPEN, access
from core.foundation.scope import scope
from core.home.duties import everybodys_duties, own_duties
from core.home.homes import homes_of

pages = Blueprint("home", __name__, template_folder="templates")


@pages.get("/")
@access(OPEN)
def show() -> str:
    """The home of one of the person's roles."""
    homes = homes_of(scope.session, scope.asker)
    chosen = next((home for home in homes if home.key == request.args.get("tab")), homes[0])
    tabs = [
        {"label": home.label, "url": url_for("home.show", tab=home.key), "active": home is chosen} for home in homes
    ]
    return render_template(chosen.template, label=chosen.label, tab=chosen.key, tabs=tabs, **chosen.context())


@pages.get("/todo")
@access("duties.own")
def todo() -> str:
    """What one owes; for who may see it, what everybody owes."""
    asker = scope.asker
    sees_all = asker.may("duties.school")
    if sees_all and request.args.get("whose") == "all":
        debtors = everybodys_duties(scope.session, asker.day)
        return render_template("home/todo_all.html", debtors=debtors)
    return render_template(
        "home/todo.html", duties=own_duties(scope.session, asker.person_id, asker.day), sees_all=sees_all
    )
