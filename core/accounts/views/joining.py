"""Joining a school with a one-time code, which is typed here and never part of an address."""

from flask import flash, redirect, render_template, request, session
from flask_babel import gettext as _
from flask_security.utils import login_user
from werkzeug.wrappers import Response

from core.accounts import identities, passwords
from core.accounts.invitations.accepting import Found, accept_with_account, accept_with_new_account, find, hash_of
from core.accounts.models import Account
from core.accounts.queries import account_where
from core.accounts.runtime import accounts
from core.accounts.signing_in.forms import address, waiting
from core.accounts.signing_in.limits import attempts
from core.accounts.signing_in.user import SignInUser
from core.accounts.views.pages import blueprint
from core.accounts.web_sessions import signed_in
from core.foundation.errors import Conflict, Invalid, Problem
from core.foundation.permissions import PUBLIC, access
from core.foundation.text import language

_CODE = "joining"
"""Hash of the typed code, kept in the signed cookie or the web session until the account is chosen."""


@blueprint.get("/join")
@access(PUBLIC)
def join() -> str:
    return render_template("accounts/join.html", problems=[], code="")


@blueprint.post("/join")
@access(PUBLIC)
@attempts
def read_code() -> Response | tuple[str, int]:
    typed = request.form.get("code", "")
    wait = accounts().throttle.attempt(code_address=address())
    problems = [Problem("code", waiting(wait))] if wait else []
    if not problems:
        try:
            session[_CODE] = find(accounts(), hash_of(accounts(), typed)).code_hash
        except Invalid as error:
            accounts().throttle.failed(code_address=address())
            problems = error.problems
    if problems:
        return render_template("accounts/join.html", problems=problems, code=typed), 422
    return redirect("/join/account", 303)


@blueprint.get("/join/account")
@access(PUBLIC)
def choose_account() -> str | Response:
    found = _found()
    if found is None:
        return redirect("/join")
    return _choice(found, [])


@blueprint.post("/join/account")
@access(PUBLIC)
@attempts
def make_account() -> Response | str | tuple[str, int]:
    """A new account with a name and password of the person's choice."""
    found = _found()
    if found is None:
        return redirect("/join", 303)
    name = identities.user_name(request.form.get("user_name", ""))
    password = request.form.get("password", "")
    problems = _faults(found, name, password)
    if not problems and name is not None:
        try:
            made = accept_with_new_account(accounts(), session[_CODE], name, password, language())
        except (Invalid, Conflict) as error:
            problems = error.problems or [Problem("", error.message)]
        else:
            return _welcome(made, found)
    return _choice(found, problems), 422


@blueprint.post("/join/own-account")
@access(PUBLIC)
@attempts
def use_account() -> Response | str | tuple[str, int]:
    """The account that is signed in."""
    found, browser = _found(), signed_in()
    if found is None or browser is None:
        return redirect("/join", 303)
    try:
        accept_with_account(accounts(), session[_CODE], browser.account_id)
    except (Invalid, Conflict) as error:
        return _choice(found, error.problems or [Problem("", error.message)]), error.status
    session.pop(_CODE)
    flash(_("Your account now opens %(school)s.", school=found.school.name), "done")
    return redirect(f"/{found.school.slug}/", 303)


def _found() -> Found | None:
    code_hash = session.get(_CODE)
    if not code_hash:
        return None
    try:
        return find(accounts(), code_hash)
    except Invalid as error:
        session.pop(_CODE)
        flash(str(error.message), "refused")
        return None


def _choice(found: Found, problems: list[Problem]) -> str:
    return render_template(
        "accounts/join_account.html",
        found=found,
        problems=problems,
        user_name=request.form.get("user_name", ""),
        here=signed_in(),
    )


def _faults(found: Found, name: str | None, password: str) -> list[Problem]:
    problems = []
    if name is None:
        said = _("A user name has 3 to 63 letters, digits, dots or hyphens and is no phone number or e-mail address.")
        problems.append(Problem("user_name", said))
    problems += [Problem("password", fault) for fault in passwords.faults(password, name or "", found.person_name)]
    if password != request.form.get("again", ""):
        problems.append(Problem("again", _("The two passwords differ. Write the same one twice.")))
    return problems


def _welcome(account_id: object, found: Found) -> Response:
    with accounts().database.directory() as directory:
        facts = account_where(directory, Account.id == account_id)
    assert facts is not None
    session.pop(_CODE)
    login_user(SignInUser(facts), authn_via=["invitation"])
    flash(_("Welcome. You are signed in; next time use your user name and password."), "done")
    return redirect(f"/{found.school.slug}/", 303)
