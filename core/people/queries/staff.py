"""Lists of staff: posts and roles, with their days."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from core.foundation.permissions import visible
from core.people.models import Person, Post, Role, RoleHeld
from core.values.asker import Asker


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody holds, held or will hold."""

    id: int
    role: Role
    from_date: date
    until_date: date | None


@dataclass(slots=True)
class StaffMember:
    """Somebody of the staff with all posts and roles, the latest first."""

    id: int
    family_name: str
    given_name: str
    posts: list[Post] = field(default_factory=list)
    roles: list[Held] = field(default_factory=list)

    @property
    def listed_name(self) -> str:
        """Surname first."""
        return f"{self.family_name} {self.given_name}"

    def posts_on(self, day: date) -> list[Post]:
        return [post for post in self.posts if post.is_on(day)]

    def roles_on(self, day: date) -> list[Held]:
        return [
            held for held in self.roles if held.from_date <= day and (held.until_date is None or held.until_date >= day)
        ]

    def works_on(self, day: date) -> bool:
        """Has a post or a role on that day."""
        return bool(self.posts_on(day) or self.roles_on(day))


def staff(session: Session, asker: Asker, person_id: int | None = None) -> list[StaffMember]:
    """Staff, now and earlier, whom the asker may see, in the order of their names. Three statements."""
    seen = visible(asker, "staff.list", Person)
    if person_id is not None:
        seen = seen.where(Person.id == person_id)
    persons = session.execute(
        select(Person.id, Person.family_name, Person.given_name)
        .where(Person.id.in_(seen))
        .order_by(Person.sort_key, Person.id)
    )
    members = {id_: StaffMember(id_, family, given) for id_, family, given in persons}
    for post in session.scalars(select(Post).where(Post.person_id.in_(seen)).order_by(Post.from_date.desc(), Post.id)):
        members[post.person_id].posts.append(post)
    for person, held in _roles(session, RoleHeld.person_id.in_(seen)).items():
        members[person].roles.extend(held)
    return list(members.values())


def _roles(session: Session, condition: ColumnElement[bool]) -> dict[int, list[Held]]:
    rows = session.execute(
        select(RoleHeld, Role)
        .join(Role, Role.key == RoleHeld.role_key)
        .where(condition)
        .order_by(Role.position, RoleHeld.from_date.desc())
    )
    found: defaultdict[int, list[Held]] = defaultdict(list)
    for held, role in rows:
        found[held.person_id].append(Held(held.id, role, held.from_date, held.until_date))
    return found


def grantable_roles(session: Session) -> list[Role]:
    """Roles that somebody may be given, in the school's order."""
    return list(
        session.scalars(select(Role).where(Role.is_implied.is_(False), Role.hat == "staff").order_by(Role.position))
    )
