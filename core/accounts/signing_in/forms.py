"""The forms of signing in: what was typed, counted, checked, and answered alike whether or not an account exists."""

from datetime import timedelta
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_security.utils import validate_redirect_url
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, PasswordField, StringField

from core.accounts import passwords
from core.accounts.identities import identity
from core.accounts.queries import account_of
from core.accounts.runtime import accounts
from core.accounts.signing_in.user import SignInUser
from core.accounts.web_sessions import current
from core.foundation.errors import Problem


def waiting(wait: timedelta) -> str:
    """Why an attempt is not even looked at."""
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    said: str = ngettext(
        "There were several failed attempts. The next one is possible in %(num)d minute; nothing was changed.",
        "There were several failed attempts. The next one is possible in %(num)d minutes; nothing was changed.",
        minutes,
    )
    return said


def address() -> str:
    """Where the request comes from."""
    return request.remote_addr or ""


class AccountForm(FlaskForm):  # type: ignore[misc]  # flask_wtf ships no types
    """A form whose faults the page shows as problems."""

    def __init__(self, *args: Any, user: SignInUser | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.problems: list[Problem] = []

    def refuse(self, message: str, field: Field | None = None) -> bool:
        """Keep the fault and answer no."""
        self.problems.append(Problem(field.name if field is not None else "", message))
        return False

    def text(self, field: Field) -> str:
        """What was typed into a field; nothing where it is no text."""
        return str(field.data) if isinstance(field.data, str) else ""


class SignInForm(AccountForm):
    """A name and a password."""

    identity = StringField()
    password = PasswordField()
    keep = BooleanField()
    next = HiddenField()
    requires_confirmation = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.next.data:
            self.next.data = request.args.get("next") or "/"

    def validate(self, extra_validators: Any = None) -> bool:
        """Sets `user` where name and password belong together."""
        if not super().validate(extra_validators):
            return self.refuse(_("The page was open for too long. Load it again and sign in."))
        name, password = self.text(self.identity), self.text(self.password)
        if not name.strip():
            return self.refuse(_("Write your user name, phone number or e-mail address."), self.identity)
        if not password:
            return self.refuse(_("Write your password."), self.password)
        return self._check(name, password)

    def _check(self, name: str, password: str) -> bool:
        who = identity(name)
        counted = {"name": who.value if who else name.strip().casefold(), "address": address()}
        wait = accounts().throttle.attempt(**counted)
        if wait:
            return self.refuse(waiting(wait))
        with accounts().database.directory() as session:
            facts = account_of(session, who)
        matches = accounts().passwords.matches(password, facts.password if facts else None)
        if facts is None or not matches or not facts.is_active:
            accounts().throttle.failed(**counted)
            return self.refuse(
                _("The name and the password do not belong together. Check both, above all capital letters.")
            )
        accounts().throttle.succeeded(**counted)
        self.user = SignInUser(facts)
        # Outlasts the second factor: `start_signed_in` takes it up.
        current()["keep"] = bool(self.keep.data)
        return True


class ConfirmPasswordForm(AccountForm):
    """The password once more, before something that a stranger at an open computer must not do."""

    password = PasswordField()
    next = HiddenField()

    def validate(self, extra_validators: Any = None) -> bool:
        """The password is the user's own."""
        if not super().validate(extra_validators):
            return False
        if self.next.data and not validate_redirect_url(self.next.data):
            self.next.data = ""
        return own_password(self, self.password)


class ChangePasswordForm(AccountForm):
    """The old password and a new one, twice."""

    password = PasswordField()
    new_password = PasswordField()
    again = PasswordField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from flask_login import current_user

        super().__init__(*args, user=current_user._get_current_object(), **kwargs)

    def validate(self, extra_validators: Any = None) -> bool:
        """The old one is right, the new one is allowed."""
        if not super().validate(extra_validators) or not own_password(self, self.password):
            return False
        assert self.user is not None
        new = self.text(self.new_password)
        for fault in passwords.faults(new, self.user.user_name):
            self.refuse(fault, self.new_password)
        if new != self.text(self.again):
            self.refuse(_("The two new passwords differ. Write the same one twice."), self.again)
        if passwords.normal(new) == passwords.normal(self.text(self.password)):
            self.refuse(_("The new password is the old one. Choose another."), self.new_password)
        self.new_password.data = passwords.normal(new)
        return not self.problems


def own_password(form: AccountForm, field: Field) -> bool:
    """What was typed is the password of the form's user; failures are counted as at the sign-in page."""
    user = form.user
    assert user is not None
    counted = {"name": user.user_name, "address": address()}
    wait = accounts().throttle.attempt(**counted)
    if wait:
        return form.refuse(waiting(wait), field)
    if not accounts().passwords.matches(form.text(field), user.password):
        accounts().throttle.failed(**counted)
        return form.refuse(_("This is not your present password."), field)
    accounts().throttle.succeeded(**counted)
    return True
