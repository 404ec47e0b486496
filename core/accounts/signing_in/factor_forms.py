"""The forms of the second factor."""

from collections.abc import Callable
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from wtforms import StringField

from core.accounts.runtime import accounts
from core.accounts.signing_in.forms import AccountForm, address, waiting
from core.accounts.signing_in.user import SignInUser


class AppCodeForm(AccountForm):
    """The six digits of an authenticator app."""

    code = StringField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tf_totp_secret = ""
        self.primary_method = ""
        self.is_setup = False

    def validate(self, extra_validators: Any = None) -> bool:
        """The code belongs to the key, is of now and was not used before."""
        if not super().validate(extra_validators):
            return False
        typed = "".join(self.text(self.code).split())
        factory = current_app.extensions["security"].totp_factory
        return counted_factor(self, lambda user: factory.verify_totp(typed, self.tf_totp_secret, user))


class RecoveryCodeForm(AccountForm):
    """One of the recovery codes."""

    code = StringField()

    def validate(self, extra_validators: Any = None) -> bool:
        """The code is one of the user's unused ones."""
        if not super().validate(extra_validators):
            return False
        recovery = current_app.extensions["security"].mf_recovery_codes_util
        return counted_factor(self, lambda user: recovery.check_recovery_code(user, self.text(self.code)))


class SetUpFactorForm(AccountForm):
    """Begin to set up the second factor, or give it up."""

    setup = StringField()

    def validate(self, extra_validators: Any = None) -> bool:
        """One of the two was pressed."""
        return super().validate(extra_validators) and self.text(self.setup) in {"authenticator", "disable"}


class NoFieldsForm(AccountForm):
    """A button, and the proof that it was pressed on our page."""

    show_codes = StringField()
    refresh_tracker = None


def counted_factor(form: Any, check: Callable[[SignInUser], bool]) -> bool:
    """Check a code of a second factor unless too many were wrong; failures are counted for the account."""
    user = form.user
    counted = {"second_factor": str(user.id), "address": address()}
    wait = accounts().throttle.attempt(**counted)
    if wait:
        return bool(form.refuse(waiting(wait), form.code))
    if not check(user):
        accounts().throttle.failed(**counted)
        return bool(form.refuse(_("This code is wrong, too old or used already. Write the present one."), form.code))
    accounts().throttle.succeeded(**counted)
    return True
