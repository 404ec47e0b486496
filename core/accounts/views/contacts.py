"""My e-mail and phone: proving that they are mine, removing them."""

from collections.abc import Mapping, Sequence

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.accounts.contacts import proving
from core.accounts.contacts.queries import awaited, own_contacts
from core.accounts.runtime import accounts
from core.accounts.signing_in.forms import waiting
from core.accounts.signing_in.limits import attempts
from core.accounts.views.pages import blueprint, me
from core.foundation import clock
from core.foundation.errors import Invalid, Problem
from core.foundation.permissions import SIGNED_IN, access
from core.foundation.runtime import klade
from core.values.notices import NoticeChannel


@blueprint.get("/account/contacts")
@access(SIGNED_IN)
def contacts() -> str:
    return _page()


@blueprint.post("/account/contacts/add")
@access(SIGNED_IN)
@attempts
def add_contact() -> str | Response | tuple[str, int]:
    """Send a code to a new contact. The answer is the same whoever else has it."""
    try:
        _begin(request.form.get("kind", ""))
    except Invalid as error:
        return _page(error.problems or [Problem("", error.message)], request.form), 422
    flash(_("A code was sent. Type it below; it is valid for 15 minutes."), "done")
    return redirect(url_for("accounts.contacts"), 303)


@blueprint.post("/account/contacts/prove")
@access(SIGNED_IN)
@attempts
def prove_contact() -> str | Response | tuple[str, int]:
    """Type the code that came."""
    account_id, kind = me().account_id, request.form.get("kind", "")
    wait = accounts().throttle.attempt(contact_code=str(account_id))
    if wait:
        return _page([Problem(f"{kind}_code", waiting(wait))], request.form), 422
    try:
        value = proving.finish(accounts(), account_id, kind, request.form.get(f"{kind}_code", ""))
    except Invalid as error:
        return _page(error.problems, request.form), 422
    accounts().throttle.succeeded(contact_code=str(account_id))
    flash(_("Confirmed: %(contact)s. You can sign in with it too.", contact=value), "done")
    return redirect(url_for("accounts.contacts"), 303)


@blueprint.post("/account/contacts/remove")
@access(SIGNED_IN)
def remove_contact() -> Response:
    contact = request.form.get("contact", "")
    if contact.isdigit() and proving.remove(accounts(), me().account_id, int(contact)):
        flash(_("Removed. Nothing is sent there any more, and it does not sign in."), "done")
    return redirect(url_for("accounts.contacts"), 303)


def _begin(kind: str) -> None:
    """Raises Invalid."""
    channel = proving.channel_to(_channels(), kind)
    if channel is None:
        raise Invalid(_("This installation cannot send anything there, so nothing can be confirmed."))
    value = proving.written(kind, request.form.get(f"{kind}_value", ""))
    account_id = me().account_id
    wait = accounts().throttle.attempt(contact_account=str(account_id), contact_value=f"{kind}:{value}")
    if wait:
        raise Invalid("", [Problem(f"{kind}_value", _too_many(wait.total_seconds()))])
    proving.begin(accounts(), channel, account_id, value)


def _too_many(seconds: float) -> str:
    minutes = int(seconds // 60) + 1
    return str(_("Several codes were sent already. Ask for the next one in %(minutes)s min.", minutes=minutes))


def _channels() -> Sequence[NoticeChannel]:
    return [owned.value for owned in klade().plugins.notice_channels()]


def _page(problems: Sequence[Problem] = (), typed: Mapping[str, str] | None = None) -> str:
    account_id, channels = me().account_id, _channels()
    with accounts().database.directory() as session:
        return render_template(
            "accounts/contacts.html",
            contacts=own_contacts(session, account_id),
            awaited=awaited(session, account_id, clock.now()),
            ready={kind for kind in proving.KINDS if proving.channel_to(channels, kind) is not None},
            problems=problems,
            typed=typed or {},
        )
