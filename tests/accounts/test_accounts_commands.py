"""`klade user …`: the first superuser, new passwords, closed accounts."""

import re
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from core.accounts import services
from core.accounts.models import PersonAccount
from core.accounts.runtime import Accounts
from core.foundation import clock
from core.people.models import Person, RoleHeld
from core.testing.applications import PASSWORD
from core.testing.installations import Installation
from core.testing.schools import BuiltSchool
from core.testing.servers import klade
from core.testing.visitors import Visitor, set_up_phone

NewVisitor = Callable[[], Visitor]
OWN = "seši sarkani sēņu grozi"
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}")


@pytest.fixture(autouse=True)
def commands_on_the_clock_of_the_test(installation: Installation) -> None:
    """What a command enters is dated today: near midnight the machine's today is another."""
    installation.set_clock(clock.now())


def code_in(text: str) -> str:
    (found,) = CODE.findall(text)
    assert isinstance(found, str)
    return found


def test_the_first_superuser_is_invited_and_comes_in(
    installation: Installation, visitor: NewVisitor, school: BuiltSchool
) -> None:
    said = klade(installation, "user", "invite", "--school", "pargauja", "--superuser", "Sandra Maija Siliņa")
    again = klade(installation, "user", "invite", "--school", "pargauja", "--superuser", "Sandra Maija Siliņa")
    assert "/join" in said
    assert "Siliņa Sandra Maija" in said
    with school.read() as session:
        person = session.scalars(select(Person)).one()
        assert (person.given_name, person.family_name) == ("Sandra Maija", "Siliņa")
        assert [held.role_key for held in session.scalars(select(RoleHeld))] == ["superuser"]
    assert visitor().send("/join", code=code_in(said)).status_code == 422
    browser = visitor()
    browser.send("/join", code=code_in(again))
    browser.send("/join/account", user_name="sandra", password=OWN, again=OWN)
    set_up_phone(browser)
    assert browser.get("/pargauja/settings").status_code == 200


def test_somebody_in_the_register_is_invited_by_name(installation: Installation, school: BuiltSchool) -> None:
    school.staff("Līga", "Liepa", "record_keeper")
    assert "Liepa Līga" in klade(installation, "user", "invite", "--school", "pargauja", "--person-name", "Līga Liepa")


@pytest.mark.parametrize(
    "arguments",
    [
        ["user", "invite", "--school", "pargauja", "--person-name", "Nav Tāda"],
        ["user", "invite", "--school", "pargauja", "--superuser", "Vārds"],
        ["user", "invite", "--school", "nekas", "--superuser", "Sandra Siliņa"],
        ["user", "invite", "--school", "pargauja"],
        ["user", "reset", "nobody"],
        ["user", "disable", "nobody"],
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(installation: Installation, arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "core.testing.watched", *arguments],
        env=_environment(installation),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {1, 2}
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def _environment(installation: Installation) -> dict[str, str]:
    import os

    return {**os.environ, **installation.environment}


def test_a_reset_is_a_code_with_which_the_owner_sets_a_new_password(
    installation: Installation, visitor: NewVisitor, new_account: Callable[..., UUID]
) -> None:
    new_account("anna")
    signed_in = visitor()
    signed_in.sign_in("anna")
    code = code_in(klade(installation, "user", "reset", "Anna"))
    assert signed_in.is_signed_in()
    browser = visitor()
    answer = browser.send("/sign-in/new-password", code=code.lower(), password=OWN, again=OWN)
    assert answer.location == "/sign-in"
    assert not signed_in.is_signed_in()
    browser.sign_in("anna", OWN)
    assert browser.is_signed_in()
    assert browser.send("/sign-in/new-password", code=code, password=PASSWORD, again=PASSWORD).status_code == 422


def test_a_reset_keeps_the_second_device_unless_told_otherwise(
    visitor: NewVisitor, accounts: Accounts, new_account: Callable[..., UUID]
) -> None:
    new_account("anna")
    first = visitor()
    first.sign_in("anna")
    set_up_phone(first)
    for drops, where in ((False, "/sign-in/code"), (True, "/")):
        code = services.begin_reset(accounts, "anna", drops_second_factor=drops)
        visitor().send("/sign-in/new-password", code=code, password=OWN, again=OWN)
        assert visitor().sign_in("anna", OWN).location.startswith(where)


def test_a_code_for_a_password_expires_and_is_replaced(
    visitor: NewVisitor, accounts: Accounts, new_account: Callable[..., UUID]
) -> None:
    new_account("anna")
    older = services.begin_reset(accounts, "anna", drops_second_factor=False)
    newer = services.begin_reset(accounts, "anna", drops_second_factor=False)
    assert visitor().send("/sign-in/new-password", code=older, password=OWN, again=OWN).status_code == 422
    with clock.at(clock.now() + timedelta(hours=25)):
        assert visitor().send("/sign-in/new-password", code=newer, password=OWN, again=OWN).status_code == 422
    weak = visitor().send("/sign-in/new-password", code=newer, password="īsa", again="īsa")
    assert 'id="error-password"' in weak.text
    assert visitor().send("/sign-in/new-password", code=newer, password=OWN, again=OWN).status_code == 303


def test_a_closed_account_stays_closed_until_it_is_opened(
    installation: Installation, visitor: NewVisitor, accounts: Accounts, new_account: Callable[..., UUID]
) -> None:
    new_account("anna")
    browser = visitor()
    browser.sign_in("anna")
    klade(installation, "user", "disable", "anna")
    assert not browser.is_signed_in()
    again = visitor()
    again.sign_in("anna")
    assert not again.is_signed_in()
    services.enable(accounts, "anna")
    again.sign_in("anna")
    assert again.is_signed_in()


def test_the_index_is_rebuilt(
    installation: Installation, visitor: NewVisitor, school: BuiltSchool, new_account: Callable[..., UUID]
) -> None:
    person = school.staff("Velta", "Vītola", "secretary")
    school.add(PersonAccount(person_id=person.id, account=new_account("velta"), from_date=clock.today()))
    klade(installation, "user", "reindex", "--school", "pargauja")
    browser = visitor()
    browser.sign_in("velta")
    assert browser.get("/").location == "/pargauja/"
