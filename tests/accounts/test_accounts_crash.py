"""Accepting an invitation is killed between each two of its steps, and repeated: never rights without an account."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest
from sqlalchemy import select

from core.accounts.models import Account, Invitation, Membership, PendingAcceptance, PersonAccount
from core.accounts.runtime import Accounts
from core.people.models import Person
from core.testing.installations import Installation
from core.testing.schools import BuiltSchool
from core.testing.visitors import Visitor, account_named, memberships

NewVisitor = Callable[[], Visitor]
NAME, PASSWORD = "anna.berzina", "seši sarkani sēņu grozi"

# A process of its own accepts the invitation and kills itself, as a power cut would, before or after a step.
PROGRAM = """
import os, signal, sys
from core.accounts.invitations import accepting
from core.accounts.runtime import open_accounts
from core.foundation.database import Database, DatabaseConfiguration

when, step, code, name, password = sys.argv[1:]
original = getattr(accepting, step)

def struck(*arguments, **options):
    if when == "after":
        original(*arguments, **options)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(accepting, step, struck)
accounts = open_accounts(Database(DatabaseConfiguration.from_environment()))
accepting.accept_with_new_account(accounts, accepting.hash_of(accounts, code), name, password, "lv")
"""

CUTS = [
    ("before", "create_account"),
    ("after", "create_account"),
    ("before", "link"),
    ("after", "link"),
    ("before", "note_membership"),
    ("after", "note_membership"),
]


def cut(installation: Installation, when: str, step: str, code: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, when, step, code, NAME, PASSWORD],
        env={
            **os.environ,
            **installation.environment,
            "KLADE_PASSWORD_MEMORY_KIB": "8",
            "KLADE_PASSWORD_PASSES": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


def rights(school: BuiltSchool) -> list[PersonAccount]:
    with school.read() as session:
        return list(session.scalars(select(PersonAccount)))


def pending(accounts: Accounts) -> list[PendingAcceptance]:
    with accounts.database.directory() as session:
        return list(session.scalars(select(PendingAcceptance)))


@pytest.fixture
def anna(school: BuiltSchool) -> Person:
    return school.guardian("Anna", "Bērziņa", school.pupil("Pēteris", "Bērziņš"))


@pytest.mark.parametrize(("when", "step"), CUTS, ids=[f"{when}-{step}" for when, step in CUTS])
def test_a_cut_is_mended_by_typing_the_code_again_or_by_signing_in(
    installation: Installation,
    visitor: NewVisitor,
    school: BuiltSchool,
    accounts: Accounts,
    anna: Person,
    code_for: Callable[[Person], str],
    when: str,
    step: str,
) -> None:
    code = code_for(anna)
    cut(installation, when, step, code)

    account = account_named(accounts, NAME)
    linked = rights(school)
    assert not linked or account is not None, "rights without an account"
    with school.read() as session:
        used = session.scalars(select(Invitation)).one().used_at is not None
    assert used == bool(linked), "the code and the link were not written together"
    with accounts.database.directory() as session:
        assert not session.scalars(select(Membership)).all() or linked

    browser = visitor()
    typed = browser.send("/join", code=code)
    if typed.status_code == 303:
        browser.send("/join/account", user_name=NAME, password=PASSWORD, again=PASSWORD)
    else:
        # The code was used before the cut: who it belongs to signs in, and the rest is done.
        browser.sign_in(NAME, PASSWORD)
    assert browser.get("/").location == "/pargauja/"

    with accounts.database.directory() as session:
        (only,) = session.scalars(select(Account)).all()
    (held,) = rights(school)
    assert (held.person_id, held.account, held.until_date) == (anna.id, only.id, None)
    assert memberships(accounts) == {(only.id, school.ref.id)}
    assert pending(accounts) == []


@pytest.mark.parametrize(("when", "step"), [("after", "create_account"), ("after", "link")])
def test_signing_in_alone_mends_it_too(
    installation: Installation,
    visitor: NewVisitor,
    school: BuiltSchool,
    accounts: Accounts,
    anna: Person,
    code_for: Callable[[Person], str],
    when: str,
    step: str,
) -> None:
    cut(installation, when, step, code_for(anna))
    browser = visitor()
    browser.sign_in(NAME, PASSWORD)
    assert browser.get("/").location == "/pargauja/"
    assert len(rights(school)) == 1
    assert pending(accounts) == []


def test_a_stranger_with_the_code_does_not_get_the_account_that_a_cut_left(
    installation: Installation,
    visitor: NewVisitor,
    school: BuiltSchool,
    accounts: Accounts,
    anna: Person,
    code_for: Callable[[Person], str],
) -> None:
    code = code_for(anna)
    cut(installation, "before", "link", code)
    left = account_named(accounts, NAME)
    assert left is not None
    stranger = visitor()
    stranger.send("/join", code=code)
    answer = stranger.send("/join/account", user_name=NAME, password="cita parole svešam", again="cita parole svešam")
    assert answer.status_code == 422
    unchanged = account_named(accounts, NAME)
    assert unchanged is not None
    assert unchanged.password == left.password
    assert rights(school) == []
