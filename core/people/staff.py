"""Who works at the school: posts and the roles that staff hold, each with its days (R2.3)."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.database.dated import end_on, refuse_overlap, refuse_turned
from core.foundation.errors import Conflict, Invalid, NotFound, Problem
from core.people.models import Person, Post, Role, RoleHeld

SUPERUSER = "superuser"

_HELD_ALREADY = _l("The person holds this role on these days already. Nothing was changed.")
_SAME_POST = _l("The person has this post on these days already. Nothing was changed.")


def hire(
    session: Session, person_id: int, title: str, from_date: date, until_date: date | None = None, **facts: Any
) -> Post:
    """Give a person a post. Raises Invalid where the person has the same post on these days."""
    title = " ".join(title.split())
    same = (Post.person_id == person_id, Post.title == title)
    refuse_overlap(session, Post, from_date, until_date, *same, message=_SAME_POST)
    post = Post(person_id=person_id, title=title, from_date=from_date, until_date=until_date, **facts)
    session.add(post)
    session.flush()
    return post


def leave(session: Session, person_id: int, last_day: date) -> None:
    """End all posts and roles of a person with a last day; those ended earlier stay so.

    Raises Conflict where the school would be left without a superuser.
    """
    posts = session.scalars(select(Post).where(Post.person_id == person_id, Post.within(last_day, None))).all()
    held = session.scalars(
        select(RoleHeld).where(RoleHeld.person_id == person_id, RoleHeld.within(last_day, None))
    ).all()
    end_on([*posts, *held], last_day)
    if any(role.role_key == SUPERUSER for role in held):
        require_superuser(session)


def give_role(
    session: Session, person_id: int, role_key: str, from_date: date, until_date: date | None = None
) -> RoleHeld:
    """Let a member of staff hold a role for a time. Raises Invalid where the role is held or follows from facts."""
    role = session.scalars(select(Role).where(Role.key == role_key)).first()
    if role is None or role.is_implied or role.hat != "staff":
        message = _l("This role cannot be given: it follows from what the person does at the school.")
        raise Invalid(message, [Problem("role", message)])
    if session.get(Person, person_id) is None:
        raise NotFound(_l("There is no such person."))
    same = (RoleHeld.person_id == person_id, RoleHeld.role_key == role_key)
    refuse_overlap(session, RoleHeld, from_date, until_date, *same, message=_HELD_ALREADY)
    held = RoleHeld(person_id=person_id, role_key=role_key, from_date=from_date, until_date=until_date)
    session.add(held)
    session.flush()
    return held


def end_role(session: Session, person_id: int, held_id: int, last_day: date) -> RoleHeld:
    """A role that a person holds lasts until a day, that day included.

    Raises NotFound, Invalid for a day before its first, and Conflict where no superuser would remain.
    """
    held = session.get(RoleHeld, held_id)
    if held is None or held.person_id != person_id:
        raise NotFound(_l("The person does not hold this role."))
    refuse_turned(held.from_date, last_day)
    held.until_date = last_day
    if held.role_key == SUPERUSER:
        require_superuser(session)
    return held


def require_superuser(session: Session) -> None:
    """Somebody is superuser today and without an end. Raises Conflict otherwise; whatever ends roles asks this last."""
    session.flush()
    lasting = select(RoleHeld.id).where(
        RoleHeld.role_key == SUPERUSER, RoleHeld.from_date <= clock.today(), RoleHeld.until_date.is_(None)
    )
    if session.scalar(lasting.limit(1)) is None:
        raise Conflict(
            _l("The school would be left without a superuser. Make somebody else superuser without an end date first.")
        )
