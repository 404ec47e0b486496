"""My account: how I sign in, in which language, with which second device."""

from datetime import datetime

from flask import flash, redirect, render_template, request
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.accounts.language import choose_language
from core.accounts.queries import contacts_of, recovery_codes_left, schools_of
from core.accounts.runtime import accounts
from core.accounts.views.pages import blueprint, me
from core.accounts.web_sessions import of_account
from core.foundation.permissions import SIGNED_IN, access
from core.foundation.text import LANGUAGES


@blueprint.get("/account")
@access(SIGNED_IN)
def own_account() -> str:
    here = me()
    with accounts().database.directory() as session:
        return render_template(
            "accounts/account.html",
            here=here,
            contacts=[_named(*contact) for contact in contacts_of(session, here.account_id)],
            codes_left=recovery_codes_left(session, here.account_id),
            devices=len(of_account(session, here.account_id, accounts().lifetimes)),
            schools=schools_of(session, here.account_id),
        )


@blueprint.post("/account/language")
@access(SIGNED_IN)
def set_language() -> Response:
    language = request.form.get("language", "")
    account_id = me().account_id
    if language in LANGUAGES:
        accounts().database.directory_write(lambda session: choose_language(session, account_id, language))
        with force_locale(language):
            flash(_("The language is changed."), "done")
    return redirect("/account", 303)


def _named(kind: str, value: str, proven_at: datetime | None) -> tuple[str, str]:
    title = _("Phone") if kind == "phone" else _("E-mail")
    return title, value if proven_at else _("%(contact)s (not confirmed yet, does not sign in)", contact=value)
