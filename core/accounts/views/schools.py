"""My schools: where an account goes after signing in."""

from flask import redirect, render_template
from werkzeug.wrappers import Response

from core.accounts.queries import schools_of
from core.accounts.runtime import accounts
from core.accounts.views.pages import blueprint
from core.accounts.web_sessions import signed_in
from core.foundation.permissions import PUBLIC, access


@blueprint.get("/")
@access(PUBLIC)
def home() -> str | Response:
    """The one school of the account, or the choice of them; a visitor goes to the sign-in page."""
    browser = signed_in()
    if browser is None:
        return redirect("/sign-in")
    with accounts().database.directory() as session:
        schools = schools_of(session, browser.account_id)
    if len(schools) == 1:
        return redirect(f"/{schools[0].slug}/")
    return render_template("accounts/schools.html", schools=schools)


@blueprint.get("/schools")
@access(PUBLIC)
def choice() -> str | Response:
    """The choice of schools, also where there is only one."""
    browser = signed_in()
    if browser is None:
        return redirect("/sign-in")
    with accounts().database.directory() as session:
        schools = schools_of(session, browser.account_id)
    return render_template("accounts/schools.html", schools=schools)
