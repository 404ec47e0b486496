"""Settings, plugins, roles and orders of the school."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from core.admin import orders as orders_of_school
from core.admin import roles as rights
from core.admin.installed import installed_plugins
from core.admin.settings_form import controls, typed_values
from core.foundation.acts import perform, tell
from core.foundation.database import state_of
from core.foundation.errors import Invalid, NotFound
from core.foundation.forms import NOT_SAVED, attempt, problems_of
from core.foundation.permissions import access
from core.foundation.runtime import klade
from core.foundation.scope import scope
from core.founding import disable_plugin, enable_plugin
from core.schools.words import order_kind

pages = Blueprint("admin", "core.admin", url_prefix="/settings", template_folder="templates")

_ORDERS_A_PAGE = 100


@pages.get("/rules")
@access("settings.edit")
def rules() -> Response:
    """The first section; each has a page of its own."""
    first = next(iter(klade().settings.sections(scope.session)), None)
    if first is None:
        raise NotFound(_("There are no settings."))
    return redirect(url_for("admin.section", key=first.key), 303)


@pages.get("/rules/<key>")
@access("settings.edit")
def section(key: str) -> str:
    klade().settings.section(scope.session, key)
    return _section_page(key, klade().settings.values(scope.session, key))


@pages.post("/rules/<key>")
@access("settings.edit")
def change_section(key: str) -> Response | tuple[str, int]:
    chosen = klade().settings.section(scope.session, key)
    schema = chosen.schema()
    typed = typed_values(schema, request.form)

    def work() -> Response:
        try:
            schema.load(typed)
        except ValidationError as error:
            raise Invalid(NOT_SAVED, problems_of(schema, error)) from error
        act = perform("settings.changed", lambda session: klade().settings.change(session, key, typed))
        tell(_("Saved: %(title)s.", title=str(chosen.title)), act)
        return redirect(url_for("admin.section", key=key), 303)

    return attempt(work, lambda error: _section_page(key, typed, error))


def _section_page(key: str, values: Mapping[str, Any], error: Invalid | None = None) -> str:
    sections = klade().settings.sections(scope.session)
    chosen = next(one for one in sections if one.key == key)
    return render_template(
        "admin/section.html",
        section=chosen,
        controls=controls(chosen, values),
        error=error,
        tabs=[
            {"label": str(one.title), "url": url_for("admin.section", key=one.key), "active": one.key == key}
            for one in sections
        ],
    )


@pages.get("/plugins")
@access("plugins.edit")
def plugins() -> str:
    enabled = state_of(scope.session).plugins
    return render_template("admin/plugins.html", plugins=installed_plugins(klade().plugins, enabled))


@pages.post("/plugins/<name>/<any(enable, disable):what>")
@access("plugins.edit")
def switch_plugin(name: str, what: str) -> Response:
    program, author = klade(), scope.author
    scope.release()
    switch = enable_plugin if what == "enable" else disable_plugin
    switch(program.database, program.plugins, scope.school, name, author)
    words = _("The plugin “%(name)s” is enabled.") if what == "enable" else _("The plugin “%(name)s” is disabled.")
    flash(words % {"name": name}, "done")
    return redirect(url_for("admin.plugins"), 303)


@pages.get("/roles")
@access("roles.edit")
def roles() -> str:
    return render_template("admin/roles.html", matrix=rights.matrix(scope.session, klade().plugins))


@pages.get("/orders")
@access("orders.list")
def orders() -> str:
    start = max(request.args.get("start", 0, type=int), 0)
    kind = request.args.get("kind", "")
    page = orders_of_school.page(scope.session, scope.asker, start, _ORDERS_A_PAGE, kind)
    return render_template(
        "admin/orders.html",
        page=page,
        start=start,
        kind=kind,
        kinds=[(key, order_kind(key)) for key in page.kinds],
        order_kind=order_kind,
        earlier=url_for("admin.orders", start=max(start - _ORDERS_A_PAGE, 0), kind=kind) if start else None,
        later=url_for("admin.orders", start=start + _ORDERS_A_PAGE, kind=kind)
        if start + _ORDERS_A_PAGE < page.total
        else None,
    )
