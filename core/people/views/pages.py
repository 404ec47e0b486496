"""The blueprint of the pages about persons, and the words that its templates use."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from flask import Blueprint
from flask_babel import gettext as _

from core.classes.queries import ClassName
from core.foundation.scope import scope
from core.foundation.text import date_text, period_text
from core.people import words
from core.people.queries.columns import Facts
from core.people.queries.staff import Held
from core.schools.models import Order
from core.values.personal_code import masked

blueprint = Blueprint("people", __name__, template_folder=str(Path(__file__).parent.parent / "templates"))

blueprint.add_app_template_filter(masked)


@blueprint.context_processor
def _words() -> dict[str, Any]:
    if not scope.has_asker:
        # An error page of one of these addresses, before anybody was found to ask.
        return {}
    return {
        "may": scope.asker.may,
        "hat": scope.asker.hat,
        "language_title": words.language_title,
        "country_title": words.country_title,
        "relation": words.relation,
        "access_title": words.ACCESS.__getitem__,
        "address_title": words.ADDRESS_KINDS.__getitem__,
        "sex_title": words.SEXES.__getitem__,
        "read_title": words.READ.__getitem__,
        "status_title": lambda key: words.STATUSES.get(key, key),
        "role_titles": role_titles,
        "own_class_titles": own_class_titles,
        "contact_pairs": contact_pairs,
        "days": days,
        "is_on": is_on,
        "order_title": order_title,
    }


def role_titles(held: Iterable[Held]) -> list[str]:
    """The roles' names in the language of the page."""
    return [words.role_title(one.role) for one in held]


def own_class_titles(classes: Iterable[ClassName]) -> list[str]:
    """The role of a class teacher, with the class."""
    return [str(_("class teacher of %(name)s", name=one.name)) for one in classes]


def contact_pairs(contacts: Sequence[Facts]) -> list[tuple[str, str]]:
    """Kind and value of each contact, phones first."""
    ordered = sorted(contacts, key=lambda row: (row["kind"] != "phone", row["id"]))
    return [(str(words.CONTACT_KINDS[row["kind"]]).capitalize(), row["value"]) for row in ordered]


def days(row: Any) -> str:
    """From when until when a dated fact holds."""
    return period_text(*_ends(row))


def is_on(row: Any, day: date) -> bool:
    """A dated fact holds on a day."""
    since, until = _ends(row)
    return since <= day and (until is None or until >= day)


def _ends(row: Any) -> tuple[date, date | None]:
    """First and last day of a fact, be it a row or what was read of one."""
    if isinstance(row, dict):
        return row["from_date"], row["until_date"]
    return row.from_date, row.until_date


def order_title(order: Order | None) -> str:
    """An order by its number and date."""
    if order is None:
        return "–"
    number = _("No. %(number)s", number=order.number)
    return f"{number}, {date_text(order.dated)}" if order.dated else number
