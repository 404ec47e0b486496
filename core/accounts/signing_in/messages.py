"""What Flask-Security says, in Klade's words: each of its messages that a page can show."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

# `Words` shows them in the language of the page.
MESSAGES = {
    "API_ERROR": (_l("Something in the form could not be read. Load the page again."), "refused"),
    "ANONYMOUS_USER_REQUIRED": (_l("You are signed in already."), "info"),
    "INVALID_REDIRECT": (_l("The address to continue at is not one of Klade's. You were kept here."), "warning"),
    "INVALID_RECOVERY_CODE": (_l("This recovery code is wrong or used already."), "refused"),
    "NO_RECOVERY_CODES_SETUP": (_l("There are no recovery codes yet."), "info"),
    "PASSWORD_CHANGE": (_l("The password is changed. You were signed out everywhere else."), "done"),
    "REAUTHENTICATION_REQUIRED": (_l("Confirm with your password that it is you. Then you can go on."), "info"),
    "REAUTHENTICATION_SUCCESSFUL": (_l("Confirmed. You can go on."), "done"),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (_l("The second device is set up."), "done"),
    "TWO_FACTOR_DISABLED": (_l("Signing in no longer asks for the second device."), "done"),
    "TWO_FACTOR_INVALID_TOKEN": (_l("This code is wrong, too old or used already. Write the present one."), "refused"),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": (_l("Signed in."), "done"),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": (_l("This way of signing in is not available."), "refused"),
    "TWO_FACTOR_PERMISSION_DENIED": (_l("Too much time has passed. Sign in once more."), "info"),
    "UNAUTHENTICATED": (_l("Please sign in."), "info"),
}


class Words:
    """How Flask-Security's texts come to a language: Klade's own catalogue, whatever their number and kind."""

    @staticmethod
    def gettext(text: Any, **values: Any) -> str:
        """The text in the language of the page."""
        shown = str(text) if not isinstance(text, str) else str(gettext(text))
        return shown % values if values else shown
