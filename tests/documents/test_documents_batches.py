"""Several classes at once: a job that issues all of them or none, whatever happens to the worker."""

import re
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page
from sqlalchemy import select

from core.classes.models import SchoolClass
from core.documents import issuing, jobs
from core.documents.models import IssuedBundle, IssuedDocument
from core.foundation.files import FileStore, file_store
from core.foundation.jobs import cancel
from core.foundation.jobs.models import CANCELLED, DONE
from core.people.models import Person
from core.testing.browsers import assert_accessible
from core.testing.schools import BuiltSchool
from core.testing.workshops import Workshop

SignIn = Callable[[Person | str], FlaskClient]
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def classes(school: BuiltSchool) -> list[SchoolClass]:
    """7.c and 10.a, each with two pupils and a journal."""
    made = []
    for name, pupils in (("10.a", ("Bērziņa", "Čakste")), ("7.c", ("Dūmiņa", "Ēvele"))):
        school_class = school.school_class(name)
        school.journal("Matemātika", school_class)
        for family in pupils:
            school.pupil("Anna", family, school_class)
        made.append(school_class)
    return made


@pytest.fixture
def secretary(school: BuiltSchool) -> Person:
    return school.staff("Ināra", "Ratniece", "secretary")


def ask(client: FlaskClient, classes: list[SchoolClass], **form: str) -> str:
    """Press the button; where it leads."""
    data = {"sort": "report-cards", "period": "s1", "class": [str(one.id) for one in classes]} | form
    answer = client.post("/pargauja/documents/issue", data=data, headers=ENGLISH)
    assert answer.status_code == 303
    return answer.headers["Location"]


def job_in(address: str) -> UUID:
    return UUID(address.rpartition("/")[2])


def documents(school: BuiltSchool) -> list[IssuedDocument]:
    with school.read() as session:
        return list(session.scalars(select(IssuedDocument).order_by(IssuedDocument.number)))


def bundles(school: BuiltSchool) -> list[IssuedBundle]:
    with school.read() as session:
        return list(session.scalars(select(IssuedBundle).order_by(IssuedBundle.id)))


def test_two_classes_are_issued_by_a_job_with_one_file_for_all(
    school: BuiltSchool, workshop: Workshop, sign_in: SignIn, secretary: Person, classes: list[SchoolClass]
) -> None:
    client = sign_in(secretary)
    job_id = job_in(ask(client, classes))
    assert documents(school) == []
    workshop.do()
    record = workshop.record(job_id)
    assert (record.state, record.message, record.done, record.total) == (DONE, "4 documents were issued.", 5, 5)
    found = documents(school)
    assert [(one.number, one.type_key, one.issued_by) for one in found] == [
        (number, "report_card", "Ināra Ratniece") for number in (1, 2, 3, 4)
    ]
    seventh, tenth, whole = bundles(school)
    assert [one.school_class_id for one in (seventh, tenth, whole)] == [classes[1].id, classes[0].id, None]
    assert {one.batch_id for one in (seventh, tenth, whole)} == {job_id}
    store = file_store(school.database, school.ref)
    text = store.read(whole.digest).decode()
    assert re.findall(r"<strong>(Anna \w+)</strong>", text) == [
        *("Anna Dūmiņa", "Anna Ēvele", "Anna Bērziņa", "Anna Čakste")
    ]
    assert re.findall(r"<dd>(\d)</dd>", text) == ["1", "2", "3", "4"]
    followed = client.get(f"/pargauja/jobs/{job_id}").text
    assert f'href="/pargauja/documents/bundles/{whole.id}"' in followed
    page = client.get(f"/pargauja/documents/bundles/{whole.id}", headers=ENGLISH)
    assert page.status_code == 200
    assert re.findall(r'<th scope="row">([^<]+)</th>', page.text) == ["7.c", "10.a"]
    assert client.get(f"/pargauja/documents/bundles/{whole.id}/file").data.decode() == text


def test_one_class_is_issued_at_once(school: BuiltSchool, sign_in: SignIn, classes: list[SchoolClass]) -> None:
    address = ask(sign_in("secretary"), classes[:1])
    assert address.endswith(f"/documents/report-cards/{classes[0].id}?period=s1")
    assert len(documents(school)) == 2


def test_a_worker_that_died_anywhere_issues_nothing_twice(
    school: BuiltSchool,
    workshop: Workshop,
    sign_in: SignIn,
    secretary: Person,
    classes: list[SchoolClass],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The worker dies before each file, before the rows, and after them; each time it begins anew."""
    job_id = job_in(ask(sign_in(secretary), classes))
    kept = FileStore.put
    places = [*range(1, 8), "entered"]

    def dying(place: int | str) -> Callable[..., object]:
        files = iter(range(1, 100))

        def put(self: FileStore, content: bytes) -> str:
            if next(files) == place:
                raise KeyboardInterrupt
            return kept(self, content)

        return put

    for place in places:
        with monkeypatch.context() as broken:
            broken.setattr(FileStore, "put", dying(place))
            if place == "entered":
                broken.setattr(jobs, "_result", _dies)
            with pytest.raises(KeyboardInterrupt):
                workshop.do()
        assert len(documents(school)) == (4 if place == "entered" else 0)
        _wake(workshop, job_id)
    workshop.do()
    assert workshop.record(job_id).state == DONE
    assert [one.number for one in documents(school)] == [1, 2, 3, 4]
    assert len(bundles(school)) == 3


def _dies(*_arguments: object) -> None:
    raise KeyboardInterrupt


def _wake(workshop: Workshop, job_id: UUID) -> None:
    """What a worker's next start does with a job that it had begun: once more from the beginning."""
    from core.foundation.jobs.models import WAITING, JobRecord

    def work(session):  # type: ignore[no-untyped-def]  # as the database has it
        record = session.get_one(JobRecord, job_id)
        record.state, record.tries = WAITING, 0

    workshop.school.write(work)


def test_a_stopped_job_issues_nothing(
    school: BuiltSchool,
    workshop: Workshop,
    sign_in: SignIn,
    secretary: Person,
    classes: list[SchoolClass],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    job_id = job_in(ask(sign_in(secretary), classes))
    made = issuing._made

    def stopped_meanwhile(*arguments, **named):  # type: ignore[no-untyped-def]  # as it has them
        entry = made(*arguments, **named)
        if not workshop.record(job_id).is_cancelled:
            school.write(lambda session: cancel(session, job_id))
        return entry

    monkeypatch.setattr(issuing, "_made", stopped_meanwhile)
    workshop.do()
    assert workshop.record(job_id).state == CANCELLED
    assert (documents(school), bundles(school)) == ([], [])


def test_rights_are_those_of_the_moment_when_it_runs(
    school: BuiltSchool, workshop: Workshop, sign_in: SignIn, classes: list[SchoolClass]
) -> None:
    ilze = school.teacher("Ilze", "Kalniņa")
    from core.classes.models import ClassTeacher

    bonds = [
        school.add(ClassTeacher(school_class_id=one.id, person_id=ilze.id, from_date=date(2026, 9, 1)))
        for one in classes
    ]
    foreign = school.school_class("8.a")
    client = sign_in(ilze)
    answer = client.post(
        "/pargauja/documents/issue", data={"sort": "transcripts", "class": [classes[0].id, foreign.id]}
    )
    assert answer.status_code == 404
    job_id = job_in(ask(client, classes))
    workshop.do()
    assert workshop.record(job_id).state == DONE
    whole = bundles(school)[-1]
    assert client.get(f"/pargauja/documents/bundles/{whole.id}/file").status_code == 200
    later = job_in(ask(client, classes))

    def over(session):  # type: ignore[no-untyped-def]  # as the database has it
        session.get_one(ClassTeacher, bonds[0].id).until_date = date(2026, 11, 22)

    school.write(over)
    assert client.get(f"/pargauja/documents/bundles/{whole.id}/file").status_code == 404
    workshop.do()
    assert workshop.record(later).state == DONE
    assert {one.school_class_id for one in bundles(school) if one.batch_id == later} == {classes[1].id, None}


def test_no_class_is_no_job(sign_in: SignIn, workshop: Workshop, classes: list[SchoolClass]) -> None:
    assert ask(sign_in("secretary"), []).endswith("/documents?sort=report-cards")
    assert workshop.records() == []


def test_the_choice_stands_in_the_address(sign_in: SignIn, classes: list[SchoolClass]) -> None:
    client = sign_in("secretary")
    page = client.get(f"/pargauja/documents?sort=report-cards&class={classes[1].id}", headers=ENGLISH).text
    assert "Anna Dūmiņa" in page
    assert re.findall(r'<input type="hidden" name="class" value="(\d+)">', page) == [str(classes[1].id)]
    everything = client.get("/pargauja/documents?all=1&period=2026-11", headers=ENGLISH).text
    assert len(re.findall(r'<input type="hidden" name="class"', everything)) == 2


@pytest.mark.both_views
def test_classes_are_chosen_looked_at_and_issued(
    page_of: Callable[..., Page], workshop: Workshop, secretary: Person, classes: list[SchoolClass]
) -> None:
    page = page_of(secretary)
    page.goto("/pargauja/documents")
    assert_accessible(page)
    page.get_by_label("Visas klases").check()
    page.get_by_text("2 klases · 4 skolēni").wait_for()
    page.get_by_label("Liecība", exact=False).first.check()
    page.get_by_text("Liecība · 1. semestris").wait_for()
    assert_accessible(page)
    page.get_by_role("button", name="Izsniegt").click()
    page.wait_for_url("**/jobs/*")
    workshop.do()
    page.reload()
    page.get_by_role("link", name="Skatīt iznākumu").click()
    page.get_by_role("heading", name="Pa klasēm").wait_for()
    assert_accessible(page)
