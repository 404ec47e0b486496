"""The reasons of absences (iemesli) as data of the school: adding, changing, no longer offering."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import Schema, fields, validate
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.foundation.errors import Invalid, NotFound, Problem
from core.foundation.forms import NOT_SAVED
from core.journals.excuses.models import ExcuseReason

# What a person types into a lesson is taken: a derived code must not look like it.
_TYPED = re.compile(r"n|k\d*|-")


class ReasonForm(Schema):
    """What the page of a reason reads."""

    title_lv = fields.String(required=True, validate=validate.Length(min=1, max=80))
    title_en = fields.String(load_default=None, validate=validate.Length(max=80))
    code = fields.String(required=True, validate=validate.Length(min=1, max=4))
    is_for_families = fields.Boolean(load_default=False)
    is_offered = fields.Boolean(load_default=False)


def every_reason(session: Session) -> list[ExcuseReason]:
    """All reasons in the school's order, also those that are no longer offered. One statement."""
    return list(session.scalars(select(ExcuseReason).order_by(ExcuseReason.position, ExcuseReason.id)))


def reason_of(session: Session, key: str) -> ExcuseReason:
    """A reason. Raises NotFound."""
    found = session.scalars(select(ExcuseReason).where(ExcuseReason.key == key)).first()
    if found is None:
        raise NotFound(_l("There is no such reason."))
    return found


def save_reason(session: Session, values: Mapping[str, Any], key: str | None = None) -> ExcuseReason:
    """Add a reason at the end or change one; what was justified with it shows its code from now on. Raises Invalid."""
    reason = ExcuseReason(key="", position=_last(session) + 1) if key is None else reason_of(session, key)
    code = values["code"].strip().lower()
    if _TYPED.fullmatch(code):
        raise Invalid(NOT_SAVED, [Problem("code", _l("This code is typed for absences and late arrivals."))])
    same = select(ExcuseReason.id).where(
        func.lower(ExcuseReason.title_lv) == values["title_lv"].lower(), ExcuseReason.key != reason.key
    )
    if session.scalar(same) is not None:
        raise Invalid(NOT_SAVED, [Problem("title_lv", _l("There is a reason with this title already."))])
    reason.title_lv, reason.title_en = values["title_lv"], values["title_en"] or values["title_lv"]
    reason.code = code
    reason.is_for_families, reason.is_offered = values["is_for_families"], values["is_offered"]
    if key is None:
        reason.key = f"own{reason.position}"
        session.add(reason)
    return reason


def _last(session: Session) -> int:
    return session.scalar(select(func.max(ExcuseReason.position))) or 0
