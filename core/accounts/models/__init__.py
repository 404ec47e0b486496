"""Facts of sign-in (in the directory) and of who an account is in a school (in the school)."""

from core.accounts.models.account import Account, AccountContact, ContactProof, PasswordReset, RecoveryCode
from core.accounts.models.link import Invitation, PersonAccount
from core.accounts.models.membership import InvitationIndex, Membership, PendingAcceptance
from core.accounts.models.session import SignInFailure, WebSession

__all__ = [
    "Account",
    "AccountContact",
    "ContactProof",
    "Invitation",
    "InvitationIndex",
    "Membership",
    "PasswordReset",
    "PendingAcceptance",
    "PersonAccount",
    "RecoveryCode",
    "SignInFailure",
    "WebSession",
]
