"""Which homes a person has: one a role, as tabs of one page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from core.home import changes, family, my_class, office, school, start, today
from core.values.asker import Asker


@dataclass(frozen=True, slots=True)
class Home:
    """One home: its tab, its template, and what the template shows."""

    key: str
    label: str
    template: str
    context: Callable[[], dict[str, Any]]


def homes_of(session: Session, asker: Asker) -> list[Home]:
    """The homes of the present hat, the one to begin with first; never none."""
    if asker.hat != "staff":
        label = _("My children") if asker.hat == "guardian" else _("Today")
        return [Home("family", label, "home/family.html", family.context)]
    return list(_of_staff(session, asker)) or [Home("places", _("Home"), "home/places.html", dict)]


def _of_staff(session: Session, asker: Asker) -> Iterator[Home]:
    roles = asker.roles
    if "teacher" in roles and asker.may("today.teach"):
        yield Home("today", _("Today"), "home/today.html", today.context)
    if "class_teacher" in roles and asker.may("class.read"):
        names = ", ".join(one.name for one in my_class.own_classes(session, asker))
        if names:
            yield Home("class", _("My class %(names)s", names=names), "home/my_class.html", my_class.context)
    if roles & {"deputy", "head"} and asker.may("duties.school"):
        yield Home("school", _("School today"), "home/school.html", school.context)
    if "record_keeper" in roles:
        yield Home("office", _("Office"), "home/office.html", office.context)
    if "secretary" in roles and asker.may("timetable.read"):
        yield Home("changes", _("Changes of the day"), "home/changes.html", changes.context)
    if "superuser" in roles and asker.may("school.edit"):
        yield Home("start", _("Start of the school year"), "home/start.html", start.context)
