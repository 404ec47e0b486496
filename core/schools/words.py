"""What keys of this part are called on the screen."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, pgettext

from core.foundation.text import language
from core.schools.models import Break, DayOverride, Term

SUBJECT_KINDS: dict[str, Any] = {
    "subject": _l("Subject"),
    "basic": _l("Basic course"),
    "advanced": _l("Advanced course"),
    "specialised": _l("Specialised course"),
}

ORDER_KINDS: dict[str, Any] = {
    "admission": lazy_pgettext("order", "Admission"),
    "withdrawal": lazy_pgettext("order", "Withdrawal"),
    "class": lazy_pgettext("order", "Entry into a class"),
    "programme": lazy_pgettext("order", "Education programme"),
    "moving-up": lazy_pgettext("order", "Moving up"),
}


def order_kind(key: str) -> Any:
    return ORDER_KINDS.get(key, key)


def grades_text(first: int, last: int) -> str:
    """A range of grades: `1.–8. klase`, `9. klase`."""
    if first == last:
        return str(_("grade %(grade)s", grade=first))
    return str(_("grades %(first)s–%(last)s", first=first, last=last))


def titled(fact: Term | Break | DayOverride) -> str:
    """A title in the person's language."""
    return fact.title_lv if language() == "lv" else fact.title_en


def as_weekday(weekday: int) -> str:
    """A day that runs as another: `as on Monday`, `kā pirmdienā`."""
    names: tuple[str, ...] = (
        pgettext("runs", "as on Monday"),
        pgettext("runs", "as on Tuesday"),
        pgettext("runs", "as on Wednesday"),
        pgettext("runs", "as on Thursday"),
        pgettext("runs", "as on Friday"),
        pgettext("runs", "as on Saturday"),
        pgettext("runs", "as on Sunday"),
    )
    return names[weekday - 1]
