"""The list of pupils, and the same list as a file."""

import io
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, render_template, request, send_file
from flask_babel import gettext as _
from sqlalchemy import ColumnElement

from core.classes.queries import ClassName, classes_of, classes_with, in_class
from core.foundation.delimited import delimited
from core.foundation.errors import Invalid
from core.foundation.forms import loaded
from core.foundation.permissions import access
from core.foundation.scope import scope
from core.foundation.text import date_text
from core.people.queries.pupils import Pupil, has_left, is_pupil, pupils, visible_pupils
from core.people.schemas import ALL, LEFT, PRESENT, PupilListForm
from core.people.views.pages import blueprint
from core.people.words import status


@dataclass(frozen=True, slots=True)
class Row:
    """A pupil as the page and the file show one."""

    pupil: Pupil
    school_class: ClassName | None
    has_left: bool
    cells: tuple[str, str, str, str]


@blueprint.get("/pupils")
@access("pupils.list")
def pupil_list() -> str:
    chosen = _chosen(request.args)
    classes = classes_with(scope.session, visible_pupils(scope.asker), scope.asker.day)
    return render_template(
        "people/pupils.html",
        rows=_rows(chosen),
        titles=_titles(),
        chosen=chosen,
        class_options=[(one.id, one.name) for one in classes],
        is_family=scope.asker.hat != "staff",
    )


@blueprint.post("/pupils/export")
@access("pupils.list")
def export_pupils() -> Response:
    """Exactly the rows that the page shows. What was typed to narrow them comes in the body, not in the address."""
    wanted = [_plain(request.form.get(f"column-{place}", "")) for place in range(len(_titles()))]
    rows = [row.cells for row in _rows(_chosen(request.form)) if _fits(row.cells, wanted)]
    return send_file(
        io.BytesIO(delimited([_titles(), *rows])),
        mimetype="text/csv",
        as_attachment=True,
        download_name=f"{_('pupils')}-{scope.asker.day.isoformat()}.csv",
    )


def _titles() -> tuple[str, str, str, str]:
    return _("Pupil"), _("Class"), _("Birth date"), _("Status")


def _chosen(given: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return loaded(PupilListForm(), given)
    except Invalid:
        # An address that was cut or mistyped shows the usual list.
        return loaded(PupilListForm(), {})


def _rows(chosen: Mapping[str, Any]) -> list[Row]:
    asker, day = scope.asker, scope.asker.day
    conditions: list[ColumnElement[bool]] = {PRESENT: [is_pupil(day)], LEFT: [has_left(day)], ALL: []}[chosen["status"]]
    if chosen["school_class"]:
        conditions = [*conditions, in_class(chosen["school_class"], day)]
    found = pupils(scope.session, asker, *conditions)
    classes = classes_of(scope.session, [pupil.id for pupil in found], day)
    return [_row(pupil, classes.get(pupil.id), day) for pupil in found]


def _row(pupil: Pupil, school_class: ClassName | None, day: date) -> Row:
    left = pupil.has_left(day)
    birth = date_text(pupil.birth_date) if pupil.birth_date else ""
    name = school_class.name if school_class else ""
    return Row(pupil, school_class, left, (pupil.listed_name, name, birth, _status(pupil, day)))


def _status(pupil: Pupil, day: date) -> str:
    if pupil.enrolled_from > day:
        return str(_("pupil from %(day)s", day=date_text(pupil.enrolled_from)))
    said = str(status(pupil.status, pupil.sex, has_left=pupil.has_left(day)))
    return f"{said} {date_text(pupil.enrolled_until)}" if pupil.enrolled_until else said


def _fits(cells: tuple[str, ...], wanted: list[str]) -> bool:
    return all(text in _plain(cell) for cell, text in zip(cells, wanted, strict=True))


def _plain(text: str) -> str:
    """As the page's own filter compares: small letters, without marks of length and softness."""
    apart = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in apart if not unicodedata.category(sign).startswith("M")).lower().strip()
