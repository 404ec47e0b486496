"""A new password with a code of the installation's administrator."""

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.accounts import passwords
from core.accounts.runtime import accounts
from core.accounts.services import account_of_reset, finish_reset
from core.accounts.signing_in.forms import address, waiting
from core.accounts.signing_in.limits import attempts
from core.accounts.views.pages import blueprint
from core.foundation.errors import Invalid, Problem
from core.foundation.permissions import PUBLIC, access


@blueprint.get("/sign-in/new-password")
@access(PUBLIC)
def new_password() -> str:
    return render_template("accounts/new_password.html", problems=[])


@blueprint.post("/sign-in/new-password")
@access(PUBLIC)
@attempts
def set_new_password() -> str | Response | tuple[str, int]:
    problems = _set()
    if problems:
        return render_template("accounts/new_password.html", problems=problems), 422
    flash(_("The new password is set. Sign in with it."), "done")
    return redirect("/sign-in", 303)


def _set() -> list[Problem]:
    wait = accounts().throttle.attempt(code_address=address())
    if wait:
        return [Problem("", waiting(wait))]
    code, password = request.form.get("code", ""), request.form.get("password", "")
    try:
        account = account_of_reset(accounts(), code)
        faults = [Problem("password", fault) for fault in passwords.faults(password, account.user_name)]
        if password != request.form.get("again", ""):
            faults.append(Problem("again", _("The two passwords differ. Write the same one twice.")))
        if not faults:
            finish_reset(accounts(), code, password)
    except Invalid as error:
        accounts().throttle.failed(code_address=address())
        return error.problems or [Problem("", error.message)]
    return faults
