"""`klade user …`: the administrator's way to accounts."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Protocol

import click
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.accounts import codes, services
from core.accounts.identities import user_name
from core.accounts.invitations.ending import rebuild_memberships
from core.accounts.invitations.offering import Offer, offer, publish
from core.accounts.runtime import Accounts, open_accounts
from core.accounts.settings import SECTION
from core.foundation import clock
from core.foundation.database import Author, Database, SchoolRef
from core.foundation.errors import Conflict, Invalid, NotFound
from core.foundation.runtime import Klade
from core.foundation.text import moment_text
from core.people.models import Person, RoleHeld
from core.people.persons import add_person

SUPERUSER = "superuser"


class Terminal(Protocol):
    """What the `klade` command hands to its parts."""

    author: Author

    @property
    def klade(self) -> Klade: ...

    @property
    def database(self) -> Database: ...

    def school(self, slug: str) -> SchoolRef: ...


pass_terminal: Callable[[Any], Any] = click.pass_obj


@click.group()
def user() -> None:
    """Accounts: invite persons, reset passwords, close accounts."""


@user.command()
@click.option("--school", "slug", required=True, help="The school's short name.")
@click.option("--person-name", help="Given and family name of somebody in the register.")
@click.option("--superuser", help="Given and family name; entered as the school's superuser if not there yet.")
@pass_terminal
def invite(terminal: Terminal, slug: str, person_name: str | None, superuser: str | None) -> None:
    """Print a one-time code with which a person makes an account or joins the school to theirs."""
    if (person_name is None) == (superuser is None):
        raise click.UsageError("give either --person-name or --superuser")
    school = terminal.school(slug)
    accounts = open_accounts(terminal.database)

    def work(session: Session) -> list[Offer]:
        person = _superuser(session, superuser) if superuser else _person(session, person_name or "")
        days = terminal.klade.settings.values(session, SECTION)["invitation_days"]
        return offer(
            session,
            [person.id],
            made_by=None,
            channel="terminal",
            lasts=timedelta(days=days),
            key=accounts.keys.codes,
        )

    offers = terminal.database.write(school, terminal.author, work, kind="invitation.made")
    publish(accounts, school, offers)
    for made in offers:
        click.echo(f"{made.listed_name}: {made.shown}")
        click.echo(_("Write it at /join by %(moment)s. It works once.", moment=moment_text(made.expires)))


def _person(session: Session, name: str) -> Person:
    given, family = _names(name)
    same = select(Person).where(
        func.lower(Person.given_name) == given.lower(), func.lower(Person.family_name) == family.lower()
    )
    # SQLite's lower() knows ASCII only: where it differs, the name is compared as it was written.
    exact = select(Person).where(Person.given_name == given, Person.family_name == family)
    found = session.scalars(exact).all() or session.scalars(same).all()
    if not found:
        raise NotFound(_l("There is no “%(name)s” in the register.", name=name))
    if len(found) > 1:
        raise Conflict(_l("There are several persons of that name. Invite the right one on the page of the school."))
    return found[0]


def _superuser(session: Session, name: str) -> Person:
    try:
        person = _person(session, name)
    except NotFound:
        person = add_person(session, *_names(name))
    today = clock.today()
    held = session.scalars(
        select(RoleHeld).where(RoleHeld.person_id == person.id, RoleHeld.role_key == SUPERUSER, RoleHeld.on(today))
    ).first()
    if held is None:
        session.add(RoleHeld(person_id=person.id, role_key=SUPERUSER, from_date=today))
    session.flush()
    return person


def _names(name: str) -> tuple[str, str]:
    given, _space, family = " ".join(name.split()).rpartition(" ")
    if not given:
        raise Invalid(_l("Write the given name and the family name: “Anna Bērziņa”."))
    return given, family


@user.command()
@click.argument("name")
@click.option("--second-factor", is_flag=True, help="Also forget the second device and its recovery codes.")
@pass_terminal
def reset(terminal: Terminal, name: str, second_factor: bool) -> None:
    """Print a one-time code with which the owner of account NAME sets a new password."""
    accounts = _accounts(terminal)
    code = services.begin_reset(accounts, _stored(name), drops_second_factor=second_factor)
    until = clock.now() + services.RESET_LASTS
    click.echo(f"{_stored(name)}: {codes.shown(code)}")
    click.echo(_("Write it at /sign-in/new-password by %(moment)s. It works once.", moment=moment_text(until)))


@user.command()
@click.argument("name")
@pass_terminal
def disable(terminal: Terminal, name: str) -> None:
    """Close account NAME: nobody signs in with it, and whoever is signed in is out at once."""
    services.disable(_accounts(terminal), _stored(name))
    click.echo(_("%(name)s: closed", name=_stored(name)))


@user.command()
@click.argument("name")
@pass_terminal
def enable(terminal: Terminal, name: str) -> None:
    """Open account NAME again."""
    services.enable(_accounts(terminal), _stored(name))
    click.echo(_("%(name)s: open", name=_stored(name)))


@user.command()
@click.option("--school", "slug", required=True, help="The school's short name.")
@pass_terminal
def reindex(terminal: Terminal, slug: str) -> None:
    """Rebuild the index of a school's accounts from what the school says."""
    accounts = _accounts(terminal)
    number = rebuild_memberships(accounts, terminal.school(slug), clock.today())
    click.echo(_("%(number)s accounts", number=number))


def _accounts(terminal: Terminal) -> Accounts:
    return open_accounts(terminal.database)


def _stored(name: str) -> str:
    return user_name(name) or name
