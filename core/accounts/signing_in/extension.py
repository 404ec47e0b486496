"""Flask-Security, set up for Klade."""

from datetime import timedelta
from typing import Any

from flask import Flask
from flask_security import Security, user_authenticated

from core.accounts.invitations.accepting import resume
from core.accounts.runtime import Accounts, accounts
from core.accounts.signing_in.datastore import AccountDatastore
from core.accounts.signing_in.factor_forms import AppCodeForm, NoFieldsForm, RecoveryCodeForm, SetUpFactorForm
from core.accounts.signing_in.forms import ChangePasswordForm, ConfirmPasswordForm, SignInForm
from core.accounts.signing_in.messages import MESSAGES, Words
from core.accounts.signing_in.second_factor import STEP, AppCodes, RecoveryCodes
from core.accounts.signing_in.user import SignInUser
from core.accounts.web_sessions.browser import current, start_signed_in

SETTINGS: dict[str, Any] = {
    "BLUEPRINT_NAME": "security",
    "CLI_USERS_NAME": None,
    "CLI_ROLES_NAME": None,
    # The directory knows no roles, and joining them to accounts would fail.
    "JOIN_USER_ROLES": False,
    # No tokens: whoever is signed in has a web session, which can be ended.
    "API_ENABLED_METHODS": ["session"],
    "USER_IDENTITY_ATTRIBUTES": [{"user_name": {"mapper": str.strip}}],
    "PASSWORD_HASH": "argon2",
    "PASSWORD_SCHEMES": ["argon2"],
    "PASSWORD_SINGLE_HASH": {"argon2"},
    "PASSWORD_NORMALIZE_FORM": "NFKC",
    "SEND_PASSWORD_CHANGE_EMAIL": False,
    "CHANGEABLE": True,
    "POST_CHANGE_VIEW": "accounts.own_account",
    "POST_LOGIN_VIEW": "/",
    "POST_LOGOUT_VIEW": "security.login",
    "FRESHNESS": timedelta(minutes=30),
    "FRESHNESS_GRACE_PERIOD": timedelta(minutes=10),
    "TWO_FACTOR": True,
    "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
    "TWO_FACTOR_IMPLEMENTATIONS": {"code": "flask_security.twofactor.CodeTfPlugin"},
    "TWO_FACTOR_AUTHENTICATOR_VALIDITY": STEP,
    "TWO_FACTOR_RESCUE_EMAIL": False,
    "TWO_FACTOR_POST_SETUP_VIEW": "security.mf_recovery_codes",
    "MULTI_FACTOR_RECOVERY_CODES": True,
    "TOTP_ISSUER": "Klade",
    "LOGIN_USER_TEMPLATE": "accounts/sign_in.html",
    "VERIFY_TEMPLATE": "accounts/confirm.html",
    "CHANGE_PASSWORD_TEMPLATE": "accounts/password.html",
    "TWO_FACTOR_VERIFY_CODE_TEMPLATE": "accounts/second_factor_code.html",
    "TWO_FACTOR_SETUP_TEMPLATE": "accounts/second_factor.html",
    "MULTI_FACTOR_RECOVERY_TEMPLATE": "accounts/recovery_code.html",
    "MULTI_FACTOR_RECOVERY_CODES_TEMPLATE": "accounts/recovery_codes.html",
}


class KladeSecurity(Security):  # type: ignore[misc]  # flask_security ships no types
    """Flask-Security without the picture library that it would draw QR codes with: segno draws ours."""

    def _check_modules(self, module: str, config_name: str) -> Any:
        return None if module == "qrcode" else super()._check_modules(module, config_name)


def configure_security(app: Flask, services: Accounts) -> None:
    """Sign-in by Flask-Security on the directory; its own pages are left out, `views` has Klade's."""
    app.secret_key = services.keys.signing
    app.config.update({f"SECURITY_{key}": value for key, value in SETTINGS.items()})
    app.config.update({f"SECURITY_MSG_{key}": value for key, value in MESSAGES.items()})
    app.config["SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS"] = {
        "argon2__memory_cost": services.passwords.memory_kib,
        "argon2__time_cost": services.passwords.passes,
        "argon2__parallelism": 1,
    }
    app.config["SECURITY_TOTP_SECRETS"] = {"1": services.keys.second_factor}
    security = KladeSecurity(
        app,
        AccountDatastore(services.database),
        register_blueprint=False,
        login_form=SignInForm,
        logout_form=NoFieldsForm,
        verify_form=ConfirmPasswordForm,
        change_password_form=ChangePasswordForm,
        two_factor_verify_code_form=AppCodeForm,
        two_factor_setup_form=SetUpFactorForm,
        two_factor_rescue_form=NoFieldsForm,
        mf_recovery_codes_form=NoFieldsForm,
        mf_recovery_form=RecoveryCodeForm,
        totp_cls=AppCodes,
        mf_recovery_codes_util_cls=RecoveryCodes,
    )
    security.i18n_domain = Words()
    security.want_json(lambda request: False)
    # A token in a header or an address would be a way in that nobody can end.
    security.login_manager.request_loader(lambda request: None)
    # Addresses of phones change; the web session itself can be ended.
    security.login_manager.session_protection = None
    # Flask-Principal would look up an identity for every request, for decorators that Klade does not use.
    app.before_request_funcs[None].remove(security.principal._on_before_request)
    user_authenticated.connect(_signed_in, app)


def _signed_in(_app: Flask, user: SignInUser, **_details: Any) -> None:
    start_signed_in(current(), user)
    # An invitation that a crash left half accepted is finished now that its owner is here.
    resume(accounts(), user.id)
