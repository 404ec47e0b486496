"""The second factor of who is signed in: proving it with this browser, and the picture to set it up with."""

import io

import segno
from flask import Response, current_app, flash, redirect, render_template, request, session
from flask_babel import gettext as _
from flask_login import current_user
from flask_security.utils import validate_redirect_url
from werkzeug.wrappers import Response as Answer

from core.accounts.signing_in.factor_forms import AppCodeForm, RecoveryCodeForm
from core.accounts.signing_in.limits import attempts
from core.accounts.views.pages import blueprint, me
from core.foundation.errors import NotFound
from core.foundation.permissions import SIGNED_IN, access


@blueprint.route("/account/second-factor/prove", methods=["GET", "POST"])
@access(SIGNED_IN)
@attempts
def prove_second_factor() -> str | Answer:
    """A school asks for the second factor, which this browser has not proved: a code of the app, or a recovery code."""
    here = me()
    if not here.has_second_factor:
        return redirect("/account/second-factor")
    form = _form(here.account.tf_totp_secret or "")
    if form.validate_on_submit():
        onward = request.args.get("next", "")
        return redirect(onward if onward and validate_redirect_url(onward) else "/", 303)
    return render_template("accounts/prove.html", form=form, by_recovery=isinstance(form, RecoveryCodeForm))


def _form(secret: str) -> AppCodeForm | RecoveryCodeForm:
    user = current_user._get_current_object()
    if request.values.get("by") == "recovery-code":
        return RecoveryCodeForm(user=user)
    form = AppCodeForm(user=user)
    form.tf_totp_secret = secret
    return form


@blueprint.get("/account/second-factor/qr.svg")
@access(SIGNED_IN)
def qr_code() -> Response:
    """The key that is being set up, to be scanned. An image of its own, because pages allow no data addresses."""
    key = session.get("tf_totp_secret")
    if not key:
        raise NotFound(_("There is nothing to set up. Begin again on the page of the second device."))
    uri = current_app.extensions["security"].totp_factory.get_totp_uri(me().account.user_name, key)
    picture = io.BytesIO()
    # Dark on light in both colour schemes, or cameras do not read it.
    segno.make(uri, error="m").save(picture, kind="svg", scale=5, border=3, dark="#1c2b4a", light="#ffffff")
    return Response(picture.getvalue(), mimetype="image/svg+xml", headers={"Cache-Control": "no-store"})


def setup_key() -> str:
    """The key that is being set up, in groups of four for typing; empty where nothing is being set up."""
    key = session.get("tf_totp_secret")
    return str(current_app.extensions["security"].totp_factory.get_totp_pretty_key(key)) if key else ""


@blueprint.app_context_processor
def _setup() -> dict[str, object]:
    return {"setup_key": setup_key}


@blueprint.post("/account/second-factor/stop")
@access(SIGNED_IN)
def stop_set_up() -> Answer:
    """Leave the set-up; nothing changed."""
    for name in ("tf_totp_secret", "tf_primary_method", "tf_state"):
        session.pop(name, None)
    flash(_("The second device was not changed."), "info")
    return redirect("/account", 303)
