"""What core does at night: invitations, stored answers, ended jobs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select, update

from core.accounts.invitations import accepting
from core.accounts.models import Membership, PendingAcceptance, PersonAccount
from core.accounts.runtime import Accounts
from core.foundation import clock
from core.foundation.jobs.models import JobRecord
from core.foundation.runtime import klade
from core.imports.models import APPLIED, PREVIEWED, REFUSED, Import
from core.journals.assessment.models import SavedBatch
from core.people.models import Person
from core.testing.schools import BuiltSchool
from core.testing.workshops import Workshop


def test_every_job_that_nobody_asks_for_has_a_time(workshop: Workshop) -> None:
    keys = {job.key for job in klade(workshop.app).jobs.scheduled(())}
    at_night = {"accounts.finish", "grid.forget", "imports.forget", "jobs.forget", "notices.forget"}
    assert keys == at_night | {"notices.gather"}


def test_an_interrupted_invitation_is_finished(
    workshop: Workshop, school: BuiltSchool, accounts: Accounts, code_for: Callable[[Person], str]
) -> None:
    anna = school.guardian("Anna", "Bērziņa", school.pupil("Pēteris", "Bērziņš"))
    found = accepting.find(accounts, accepting.hash_of(accounts, code_for(anna)))
    # The process was cut off after the first step.
    account = accepting.create_account(accounts, found, "anna.berzina", "seši sarkani sēņu grozi", "lv")
    for _night in range(2):
        workshop.ask("accounts.finish")
        workshop.do()
    with school.read() as session:
        assert [(row.person_id, row.account) for row in session.scalars(select(PersonAccount))] == [(anna.id, account)]
    with accounts.database.directory() as session:
        assert session.scalars(select(PendingAcceptance)).all() == []
        assert [row.account_id for row in session.scalars(select(Membership))] == [account]


def test_answers_older_than_fourteen_days_go(workshop: Workshop, school: BuiltSchool) -> None:
    ages = (13, 15)
    for days in ages:
        saved_at = clock.now() - timedelta(days=days)
        school.write(
            lambda session, at=saved_at, days=days: session.add(  # type: ignore[misc]  # defaults hold the values
                SavedBatch(id=str(days), account=str(uuid4()), saved_at=at, answer="{}")
            )
        )
    workshop.ask("grid.forget")
    workshop.do()
    with school.read() as session:
        assert session.scalars(select(SavedBatch.id)).all() == ["13"]


def test_jobs_that_ended_a_month_ago_leave_the_list(workshop: Workshop, school: BuiltSchool) -> None:
    old = workshop.ask("grid.forget")
    workshop.do()
    long_ago = clock.now() - timedelta(days=31)
    school.write(lambda session: session.execute(update(JobRecord).values(ended=long_ago)))
    waiting = workshop.ask("grid.forget")
    school.write(lambda session: session.execute(update(JobRecord).values(created=long_ago)))
    kept = workshop.ask("jobs.forget")
    workshop.do()
    assert {record.id for record in workshop.records()} == {waiting, kept}
    assert old not in {waiting, kept}


def test_a_file_that_nobody_decided_about_is_gone_after_a_month(workshop: Workshop, school: BuiltSchool) -> None:
    def given(state: str, days: int) -> int:
        row = Import(
            importer_key="viis",
            state=state,
            file_name="viis.zip",
            digest="0" * 64,
            size=1,
            received_at=clock.now() - timedelta(days=days),
            received_by="Rūta Muižniece",
            content=b"x" if state == PREVIEWED else None,
        )
        return school.add(row).id

    kept = [given(PREVIEWED, 29), given(APPLIED, 400), given(REFUSED, 400)]
    given(PREVIEWED, 31)
    workshop.ask("imports.forget")
    workshop.do()
    with school.read() as session:
        assert session.scalars(select(Import.id).order_by(Import.id)).all() == kept
