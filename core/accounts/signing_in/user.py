"""An account as Flask-Security wants to see it."""

from typing import Any
from uuid import UUID

from flask_security import RoleMixin, UserMixin

from core.accounts.queries import AccountFacts

WRITTEN = ("password", "fs_uniquifier", "tf_primary_method", "tf_totp_secret")
"""What Flask-Security changes of an account."""


class SignInUser(UserMixin):  # type: ignore[misc]  # flask_security ships no types
    """The facts of one account, and which of them were changed since they were read."""

    id: UUID
    fs_uniquifier: str = ""
    password: str
    tf_primary_method: str | None
    tf_totp_secret: str | None
    tf_phone_number = None

    def __init__(self, facts: AccountFacts) -> None:
        self.facts = facts
        self.id = facts.id
        self.user_name = facts.user_name
        self.active = facts.is_active
        self.password = facts.password
        self.fs_uniquifier = facts.fs_uniquifier
        self.tf_primary_method = facts.tf_primary_method
        self.tf_totp_secret = facts.tf_totp_secret

    def changes(self) -> dict[str, Any]:
        """The changed columns with their new values."""
        return {name: getattr(self, name) for name in WRITTEN if getattr(self, name) != getattr(self.facts, name)}


# Flask-Security asks for a class of roles. Klade's roles are each school's; this one has no rows.
class NoRole(RoleMixin):  # type: ignore[misc]  # flask_security ships no types
    """Accounts have no roles."""

    name = ""
