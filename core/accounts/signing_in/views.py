"""The pages of signing in: Flask-Security's steps behind Klade's addresses and limits."""

from typing import Any

from flask import Blueprint, render_template
from flask_security import views as steps
from flask_security.recovery_codes import mf_recovery, mf_recovery_codes

from core.accounts.signing_in.limits import attempts
from core.foundation.permissions import PUBLIC, SIGNED_IN, access

# Flask-Security builds its own links with this name.
blueprint = Blueprint("security", __name__)

BOTH = ["GET", "POST"]


@blueprint.route("/sign-in", methods=BOTH, endpoint="login")
@access(PUBLIC)
@attempts
def sign_in() -> Any:
    return steps.login()


@blueprint.post("/sign-out", endpoint="logout")
@access(PUBLIC)
def sign_out() -> Any:
    return steps.logout()


@blueprint.route("/sign-in/code", methods=BOTH, endpoint="two_factor_token_validation")
@access(PUBLIC)
@attempts
def second_factor_code() -> Any:
    """After the password: the code. When signed in: the first code of a new set-up."""
    return steps.two_factor_token_validation()


@blueprint.route("/sign-in/recovery-code", methods=BOTH, endpoint="mf_recovery")
@access(PUBLIC)
@attempts
def recovery_code() -> Any:
    return mf_recovery()


@blueprint.get("/sign-in/help", endpoint="two_factor_rescue")
@access(PUBLIC)
def sign_in_help() -> str:
    """What to do without the password, the device or an account."""
    return render_template("accounts/help.html")


@blueprint.route("/account/confirm", methods=BOTH, endpoint="verify")
@access(SIGNED_IN)
@attempts
def confirm() -> Any:
    return steps.verify()


@blueprint.route("/account/password", methods=BOTH, endpoint="change_password")
@access(SIGNED_IN)
@attempts
def change_password() -> Any:
    return steps.change_password()


@blueprint.route("/account/second-factor", methods=BOTH, endpoint="two_factor_setup")
@access(SIGNED_IN)
def second_factor() -> Any:
    return steps.two_factor_setup()


@blueprint.route("/account/recovery-codes", methods=BOTH, endpoint="mf_recovery_codes")
@access(SIGNED_IN)
def recovery_codes() -> Any:
    return mf_recovery_codes()
