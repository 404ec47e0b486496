"""My devices: where the account is signed in, and how to end it."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.accounts.runtime import accounts
from core.accounts.views.pages import blueprint, me
from core.accounts.web_sessions import end, end_all, of_account
from core.foundation.permissions import SIGNED_IN, access


@blueprint.get("/account/devices")
@access(SIGNED_IN)
def devices() -> str:
    here = me()
    with accounts().database.directory() as session:
        browsers = of_account(session, here.account_id, accounts().lifetimes)
    return render_template("accounts/devices.html", browsers=browsers, here=here.token_hash)


@blueprint.post("/account/devices/end")
@access(SIGNED_IN)
def end_device() -> Response:
    """Sign one other browser out."""
    here, key = me(), request.form.get("device", "")
    if accounts().database.directory_write(lambda session: end(session, here.account_id, key)):
        flash(_("The device is signed out."), "done")
    else:
        flash(_("This device was signed out already."), "info")
    return redirect(url_for("accounts.devices"), 303)


@blueprint.post("/account/devices/end-others")
@access(SIGNED_IN)
def end_other_devices() -> Response:
    here = me()
    accounts().database.directory_write(lambda session: end_all(session, here.account_id, but=here.token_hash))
    flash(_("You are signed out everywhere but here."), "done")
    return redirect(url_for("accounts.devices"), 303)
