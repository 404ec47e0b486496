"""Permissions over persons, and how a person stands to another."""

from collections.abc import Callable

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased

from core.people.adults import guardians_still_see, is_adult
from core.people.models import Enrolment, Guardianship, Person, Post, RoleHeld
from core.values.asker import Asker
from core.values.permissions import Permission, Relation

_OFFICE = ("superuser", "head", "deputy", "record_keeper", "secretary")


def _self(asker: Asker) -> ColumnElement[bool]:
    return Person.id == asker.person_id


def _adult_self(asker: Asker) -> ColumnElement[bool]:
    return and_(Person.id == asker.person_id, is_adult(asker.day))


def _guardian_with(right: str | None) -> Callable[[Asker], ColumnElement[bool]]:
    """A guardian of the person with access; with one of the relation's separate rights, if one is named."""

    def condition(asker: Asker) -> ColumnElement[bool]:
        bond = aliased(Guardianship)
        return and_(
            exists().where(
                bond.pupil_id == Person.id,
                bond.guardian_id == asker.person_id,
                bond.access == "granted",
                bond.on(asker.day),
                *([] if right is None else [getattr(bond, right)]),
            ),
            guardians_still_see(asker.day),
        )

    return condition


def _colleague(_asker: Asker) -> ColumnElement[bool]:
    """Staff, now or earlier: whoever has a post or holds a role."""
    return or_(exists().where(Post.person_id == Person.id), exists().where(RoleHeld.person_id == Person.id))


RELATIONS = (
    Relation("self", Person, _self),
    Relation("adult_self", Person, _adult_self),
    Relation("guardian_of", Person, _guardian_with(None)),
    Relation("guardian_sees_marks", Person, _guardian_with("sees_marks")),
    Relation("guardian_sees_attendance", Person, _guardian_with("sees_attendance")),
    Relation("guardian_may_excuse", Person, _guardian_with("may_excuse")),
    Relation("colleague", Person, _colleague),
)

PERMISSIONS = (
    Permission(
        "pupils.list",
        _l("See the list of pupils"),
        dict.fromkeys(_OFFICE, ("school",))
        | {"class_teacher": ("class_teacher_of",), "teacher": ("teaches",)}
        | {"guardian": ("guardian_of",), "pupil": ("self",)},
    ),
    Permission(
        "personal_file.read",
        _l("Open a pupil's personal file"),
        {"superuser": ("school",), "head": ("school",), "record_keeper": ("school",)}
        | {"class_teacher": ("class_teacher_of",), "guardian": ("guardian_of",), "pupil": ("self",)},
    ),
    Permission(
        "personal_file.edit",
        _l("Fill in a pupil's personal file and note that it was checked"),
        {"superuser": ("school",), "record_keeper": ("school",), "class_teacher": ("class_teacher_of",)},
    ),
    Permission(
        "people.contact",
        _l("See contacts, addresses and personal codes"),
        {"superuser": ("school",), "head": ("school",), "record_keeper": ("school",), "secretary": ("school",)}
        | {"class_teacher": ("class_teacher_of",), "pupil": ("self",)},
    ),
    Permission(
        "personal_file.code",
        _l("See a pupil's personal code in full"),
        dict.fromkeys(("superuser", "head", "record_keeper"), ("school",))
        | {"class_teacher": ("class_teacher_of",), "pupil": ("self",)},
    ),
    Permission(
        "guardians.contact",
        _l("See contacts and addresses of pupils' guardians"),
        dict.fromkeys(("superuser", "head", "record_keeper", "secretary"), ("school",))
        | {"class_teacher": ("class_teacher_of",)},
    ),
    Permission(
        "people.health",
        _l("See programme codes, special needs and other health data"),
        {"head": ("school",), "record_keeper": ("school",), "class_teacher": ("class_teacher_of",)},
    ),
    Permission(
        "people.legal",
        _l("See custody and decisions about guardians' access"),
        {"head": ("school",), "record_keeper": ("school",), "class_teacher": ("class_teacher_of",)},
    ),
    Permission(
        "guardians.decide",
        _l("Decide about a guardian's access"),
        {"head": ("school",), "record_keeper": ("school",)},
    ),
    Permission(
        "personal_file.history",
        _l("See the history of a personal file"),
        dict.fromkeys(("superuser", "head", "record_keeper"), ("school",)) | {"class_teacher": ("class_teacher_of",)},
    ),
    Permission(
        "personal_file.readers",
        _l("See by name who opened a personal file"),
        dict.fromkeys(("superuser", "head", "record_keeper"), ("school",)),
    ),
    Permission("staff.list", _l("See the list of staff"), dict.fromkeys(_OFFICE, ("colleague",))),
    Permission("roles.edit", _l("Give staff their roles and rights"), {"superuser": ("colleague",)}),
)


def enrolled_on(asker: Asker) -> ColumnElement[bool]:
    """The person is a pupil of the school on the asker's day."""
    return exists().where(Enrolment.pupil_id == Person.id, Enrolment.on(asker.day))
