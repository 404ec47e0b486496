"""What keys and columns of this part are called on the screen."""

from typing import Any

from flask_babel import get_locale, lazy_pgettext
from flask_babel import lazy_gettext as _l

from core.foundation.text import language
from core.people.models import Role

RELATIONS: dict[str, Any] = {
    "mother": lazy_pgettext("relation", "mother"),
    "father": lazy_pgettext("relation", "father"),
    "guardian": lazy_pgettext("relation", "guardian by appointment"),
    "foster": lazy_pgettext("relation", "foster family"),
    "other": lazy_pgettext("relation", "legal representative"),
}

STATUSES: dict[str, Any] = {
    "attends": lazy_pgettext("pupil", "attends"),
    "academic-leave": lazy_pgettext("pupil", "academic leave"),
    "repeats": lazy_pgettext("pupil", "repeats the year"),
    "extended": lazy_pgettext("pupil", "extended time"),
    "abroad": lazy_pgettext("pupil", "learns abroad"),
    "graduated": lazy_pgettext("pupil", "graduation"),
    "withdrawn": lazy_pgettext("pupil", "withdrawal"),
}

# Agreeing with the person's sex; where it is not known, a noun.
_LEFT: dict[tuple[str, str | None], Any] = {
    ("withdrawn", "f"): lazy_pgettext("woman", "withdrawn"),
    ("withdrawn", "m"): lazy_pgettext("man", "withdrawn"),
    ("withdrawn", None): STATUSES["withdrawn"],
    ("graduated", "f"): lazy_pgettext("woman", "graduated"),
    ("graduated", "m"): lazy_pgettext("man", "graduated"),
    ("graduated", None): STATUSES["graduated"],
}

ACCESS: dict[str, Any] = {
    "granted": _l("access granted"),
    "undecided": _l("waiting for a decision"),
    "denied": _l("access denied"),
}

CONTACT_KINDS: dict[str, Any] = {"phone": _l("phone"), "email": _l("e-mail")}
ADDRESS_KINDS: dict[str, Any] = {"declared": _l("declared address"), "actual": _l("actual address")}
SEXES: dict[str, Any] = {"f": _l("female"), "m": _l("male")}
READ: dict[str, Any] = {"file": _l("personal file"), "personal_code": _l("personal code")}


def relation(key: str) -> Any:
    return RELATIONS.get(key, RELATIONS["other"])


def status(key: str | None, sex: str | None, *, has_left: bool) -> Any:
    """How a pupil attends, or attended at the end."""
    if has_left:
        how = "graduated" if key == "graduated" else "withdrawn"
        return _LEFT[how, sex if sex in SEXES else None]
    return STATUSES.get(key or "attends", key)


def role_title(role: Role) -> str:
    """The role's name in the language of the page."""
    return role.title_lv if language() == "lv" else role.title_en


def language_title(code: str | None) -> str | None:
    """A language by its code, in the language of the page; a code that nobody knows stays as it is."""
    return get_locale().languages.get(code.lower(), code) if code else None


def country_title(code: str | None) -> str | None:
    """A country by its code, in the language of the page; a code that nobody knows stays as it is."""
    return get_locale().territories.get(code.upper(), code) if code else None
