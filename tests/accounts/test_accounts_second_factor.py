"""The second factor: set up, proved, used once, required for the roles that the school says."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from core.accounts.models import Account, PersonAccount
from core.accounts.runtime import Accounts
from core.foundation import clock
from core.foundation.database import DirectorySchool
from core.people.models import Person
from core.testing.applications import PASSWORD, SignInDesk
from core.testing.schools import FIRST_DAY, BuiltSchool
from core.testing.visitors import Phone, Visitor, account_named, set_up_phone

NewVisitor = Callable[[], Visitor]
NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
CODE = re.compile(r"<code>([0-9A-Z]{5}-[0-9A-Z]{5})</code>")


@pytest.fixture
def anna(new_account: Callable[..., UUID]) -> UUID:
    return new_account("anna")


@pytest.fixture
def superuser(school: BuiltSchool, anna: UUID) -> Person:
    """Anna, superuser of the school, with a password only."""
    return link(school, school.staff("Anna", "Bērziņa", "superuser"), anna)


def link(school: BuiltSchool, person: Person, account: UUID) -> Person:
    school.add(PersonAccount(person_id=person.id, account=account, from_date=FIRST_DAY))
    return person


def with_phone(visitor: NewVisitor) -> tuple[Visitor, Phone]:
    browser = visitor()
    browser.sign_in("anna")
    return browser, set_up_phone(browser)


def recovery_codes(browser: Visitor) -> list[str]:
    found = CODE.findall(browser.send("/account/recovery-codes").text)
    assert len(found) == 10
    return found


def test_the_password_alone_no_longer_signs_in(visitor: NewVisitor, anna: UUID) -> None:
    with clock.at(NOON):
        _, phone = with_phone(visitor)
    with clock.at(NOON + timedelta(minutes=2)):
        browser = visitor()
        assert "/sign-in/code" in browser.sign_in("anna").location
        assert not browser.is_signed_in()
        browser.send("/sign-in/code", code=phone.code())
        assert browser.is_signed_in()


def test_a_wrong_code_does_not(visitor: NewVisitor, anna: UUID) -> None:
    with clock.at(NOON):
        _, phone = with_phone(visitor)
    with clock.at(NOON + timedelta(minutes=2)):
        browser = visitor()
        browser.sign_in("anna")
        wrong = f"{(int(phone.code()) + 1) % 1_000_000:06d}"
        assert 'id="error-code"' in browser.send("/sign-in/code", code=wrong).text
        assert not browser.is_signed_in()


def test_a_code_is_good_once(visitor: NewVisitor, anna: UUID) -> None:
    with clock.at(NOON):
        _, phone = with_phone(visitor)
    with clock.at(NOON + timedelta(minutes=2)):
        first, over_the_shoulder = visitor(), visitor()
        first.sign_in("anna")
        over_the_shoulder.sign_in("anna")
        first.send("/sign-in/code", code=phone.code())
        over_the_shoulder.send("/sign-in/code", code=phone.code())
        assert first.is_signed_in()
        assert not over_the_shoulder.is_signed_in()
        # A code of the step before is older than the one that was used.
        over_the_shoulder.send("/sign-in/code", code=phone.code(clock.now() - timedelta(seconds=30)))
        assert not over_the_shoulder.is_signed_in()


def test_a_code_of_two_minutes_ago_is_too_old(visitor: NewVisitor, anna: UUID) -> None:
    with clock.at(NOON):
        _, phone = with_phone(visitor)
    with clock.at(NOON + timedelta(minutes=10)):
        browser = visitor()
        browser.sign_in("anna")
        browser.send("/sign-in/code", code=phone.code(clock.now() - timedelta(minutes=2)))
        assert not browser.is_signed_in()


def test_codes_are_not_tried_out(visitor: NewVisitor, anna: UUID) -> None:
    with clock.at(NOON):
        _, phone = with_phone(visitor)
    with clock.at(NOON + timedelta(minutes=2)):
        browser = visitor()
        browser.sign_in("anna")
        for guess in range(5):
            browser.send("/sign-in/code", code=f"{guess:06d}")
        browser.send("/sign-in/code", code=phone.code())
        assert not browser.is_signed_in()


def test_between_password_and_code_there_are_a_few_minutes(visitor: NewVisitor, anna: UUID) -> None:
    with clock.at(NOON):
        with_phone(visitor)
        browser = visitor()
        browser.sign_in("anna")
    with clock.at(NOON + timedelta(minutes=20)):
        assert browser.get("/sign-in/code").location == "/sign-in"


def test_a_recovery_code_opens_once(visitor: NewVisitor, anna: UUID) -> None:
    first, _ = with_phone(visitor)
    code = recovery_codes(first)[3]
    browser = visitor()
    browser.sign_in("anna")
    browser.send("/sign-in/recovery-code", code=code.lower())
    assert browser.is_signed_in()
    again = visitor()
    again.sign_in("anna")
    assert 'id="error-code"' in again.send("/sign-in/recovery-code", code=code).text
    assert not again.is_signed_in()


def test_new_recovery_codes_replace_the_old_ones(visitor: NewVisitor, anna: UUID) -> None:
    first, _ = with_phone(visitor)
    old = recovery_codes(first)
    new = recovery_codes(first)
    assert not set(old) & set(new)
    browser = visitor()
    browser.sign_in("anna")
    browser.send("/sign-in/recovery-code", code=old[0])
    assert not browser.is_signed_in()


def test_a_recovery_code_of_another_account_opens_nothing(
    visitor: NewVisitor, anna: UUID, new_account: Callable[..., UUID]
) -> None:
    new_account("mallory")
    mallory = visitor()
    mallory.sign_in("mallory")
    codes = recovery_codes(mallory)
    with_phone(visitor)
    browser = visitor()
    browser.sign_in("anna")
    browser.send("/sign-in/recovery-code", code=codes[0])
    assert not browser.is_signed_in()


def test_the_secret_and_the_codes_are_not_readable_in_the_directory(
    visitor: NewVisitor, accounts: Accounts, anna: UUID, database: object
) -> None:
    browser, phone = with_phone(visitor)
    codes = recovery_codes(browser)
    account = account_named(accounts, "anna")
    assert account is not None
    assert account.tf_totp_secret is not None
    assert phone.key.replace("-", "") not in account.tf_totp_secret
    folder = accounts.database.configuration.folder
    stored = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file() and file.suffix != ".key")
    assert codes[0].encode() not in stored
    assert codes[0].replace("-", "").encode() not in stored


def test_the_picture_is_drawn_only_while_it_is_set_up(visitor: NewVisitor, anna: UUID) -> None:
    browser = visitor()
    browser.sign_in("anna")
    assert browser.get("/account/second-factor/qr.svg").status_code == 404
    browser.send("/account/second-factor", setup="authenticator")
    picture = browser.get("/account/second-factor/qr.svg")
    assert picture.mimetype == "image/svg+xml"
    assert picture.headers["Cache-Control"] == "no-store"
    browser.send("/account/second-factor/stop", form_on="/account")
    assert browser.get("/account/second-factor/qr.svg").status_code == 404


def test_giving_the_factor_up_takes_the_recovery_codes_with_it(
    visitor: NewVisitor, accounts: Accounts, anna: UUID
) -> None:
    browser, _ = with_phone(visitor)
    codes = recovery_codes(browser)
    browser.send("/account/second-factor", setup="disable")
    other = visitor()
    other.sign_in("anna")
    assert other.is_signed_in()
    set_up_phone_later = visitor()
    set_up_phone_later.sign_in("anna")
    with clock.at(clock.now() + timedelta(minutes=3)):
        set_up_phone(set_up_phone_later)
    last = visitor()
    last.sign_in("anna")
    last.send("/sign-in/recovery-code", code=codes[0])
    assert not last.is_signed_in()


# ------------------------------------------------------------------------------------------------ required by roles


@pytest.mark.parametrize("role", ["superuser", "head", "deputy", "record_keeper"])
def test_these_roles_are_led_to_set_it_up(visitor: NewVisitor, school: BuiltSchool, anna: UUID, role: str) -> None:
    link(school, school.staff("Anna", "Bērziņa", role), anna)
    browser = visitor()
    browser.sign_in("anna")
    answer = browser.get("/pargauja/settings")
    assert answer.location.startswith("/account/second-factor?")
    set_up_phone(browser)
    assert browser.get("/pargauja/settings").status_code == 200


def test_a_teacher_and_a_parent_need_none(visitor: NewVisitor, school: BuiltSchool, anna: UUID) -> None:
    link(school, school.guardian("Anna", "Bērziņa", school.pupil("Pēteris", "Bērziņš")), anna)
    browser = visitor()
    browser.sign_in("anna")
    assert "second-factor" not in (browser.get("/pargauja/").location or "")


def test_a_browser_that_was_signed_in_before_the_set_up_proves_it(
    visitor: NewVisitor, superuser: Person, anna: UUID
) -> None:
    with clock.at(NOON):
        early = visitor()
        early.sign_in("anna")
        _, phone = with_phone(visitor)
    with clock.at(NOON + timedelta(minutes=2)):
        asked = early.get("/pargauja/settings").location
        assert asked.startswith("/account/second-factor/prove")
        assert early.send(asked, code="000000").status_code == 200
        assert early.get("/pargauja/settings").status_code == 302
        assert early.send(asked, code=phone.code()).location == "/pargauja/settings"
        assert early.get("/pargauja/settings").status_code == 200


def test_a_recovery_code_proves_it_too(visitor: NewVisitor, superuser: Person, anna: UUID) -> None:
    early = visitor()
    early.sign_in("anna")
    first, _ = with_phone(visitor)
    code = recovery_codes(first)[0]
    early.send("/account/second-factor/prove?by=recovery-code", by="recovery-code", code=code)
    assert early.get("/pargauja/settings").status_code == 200


def test_it_is_asked_again_after_thirty_days(visitor: NewVisitor, superuser: Person, anna: UUID) -> None:
    with clock.at(NOON):
        _, phone = with_phone(visitor)
    with clock.at(NOON + timedelta(minutes=2)):
        browser = visitor()
        browser.sign_in("anna", keep="1")
        browser.send("/sign-in/code", code=phone.code())
    with clock.at(NOON + timedelta(days=29)):
        assert browser.get("/pargauja/settings").status_code == 200
    with clock.at(NOON + timedelta(days=31)):
        assert "prove" in browser.get("/pargauja/settings").location


def test_only_a_demonstration_school_may_do_without(
    visitor: NewVisitor, school: BuiltSchool, superuser: Person, accounts: Accounts, app: object
) -> None:
    settings = app.extensions["klade"].settings  # type: ignore[attr-defined]  # a Flask
    school.write(lambda session: settings.change(session, "accounts", {"second_factor_required": False}))
    browser = visitor()
    browser.sign_in("anna")
    assert "second-factor" in browser.get("/pargauja/settings").location
    accounts.database.directory_write(
        lambda session: session.execute(
            update(DirectorySchool).where(DirectorySchool.slug == "pargauja").values(is_demo=True)
        )
    )
    from core.app import create_app
    from core.testing.applications import OPTIONS

    fresh = create_app(accounts.database.configuration, (), OPTIONS)
    demo = Visitor(fresh.test_client())
    demo.sign_in("anna")
    assert demo.get("/pargauja/settings").status_code == 200
    fresh.extensions["klade"].database.close()


def test_setting_up_needs_a_password_of_late(visitor: NewVisitor, anna: UUID, accounts: Accounts) -> None:
    """Who finds a computer open must not be able to lock its owner out."""
    browser = visitor()
    browser.sign_in("anna")
    with browser.client.session_transaction() as kept:
        kept["fs_paa"] = 0
        kept.pop("fs_gexp", None)
    answer = browser.get("/account/second-factor")
    assert answer.location.startswith("/account/confirm")
    assert 'id="error-password"' in browser.send("/account/confirm", password="nepareiza parole te").text
    browser.send("/account/confirm", password=PASSWORD, next="/account/second-factor")
    assert browser.get("/account/second-factor").status_code == 200


def test_the_desk_of_other_tests_counts_as_proved(desk: SignInDesk, superuser: Person) -> None:
    with desk.app.app_context(), desk.school.database.directory() as session:
        assert session.scalar(select(Account.tf_primary_method).where(Account.user_name == "anna")) is None
    assert desk.client(superuser).get("/pargauja/settings").status_code == 200
