"""Handing messages over: each once, put off while the other end is away, refused ones told in words."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from core.accounts.models import AccountContact
from core.foundation import clock, jobs
from core.foundation.files import file_store
from core.foundation.jobs.models import RUNNING, JobRecord
from core.notices.models import DeliveredNotice, Delivery, Notice, NoticeRoute
from core.people.models import Guardianship, Person
from core.testing.schools import BuiltSchool
from core.values.notices import Delayed, Unanswered, Undeliverable

if TYPE_CHECKING:
    from tests.notices.conftest import NoticeDesk, Offices, PostOffice, SmallClass

MONDAY = date(2026, 11, 23)


def a_delivery(school: BuiltSchool, person: Person, number: int = 1, **facts: Any) -> Delivery:
    now = clock.now()
    known: dict[str, Any] = {"channel_key": "test.post", "subject": "Klade", "text": f"Jaunums {number}"}
    known |= {"language": "lv", "due": now, "created": now, "message_id": f"<{number}.{person.id}@klade.localhost>"}
    return school.add(Delivery(person_id=person.id, **(known | facts)))


def send(news: NoticeDesk) -> None:
    """Only what is due is sent; nothing is gathered."""
    news.workshop.ask("notices.send")
    while news.workshop.do():
        pass


def test_one_open_line_for_many_messages(
    news: NoticeDesk, family: SmallClass, post: PostOffice, school: BuiltSchool
) -> None:
    for number, person in enumerate((family.sandra, family.imants, family.ilze), 1):
        a_delivery(school, person, number)
    send(news)
    assert post.opened == 1
    assert [one["address"] for one in post.taken] == ["sandra@example.lv", "imants@example.lv", "ilze@example.lv"]
    assert {one["sender"] for one in post.taken} == {"Pārgaujas ģimnāzija"}
    assert [(one.state, one.tries, one.is_repeated) for one in news.deliveries()] == [("sent", 1, False)] * 3
    record = news.workshop.records()[-1]
    assert (record.message, record.done, record.total) == ("Nodoti 3 sūtījumi.", 3, 3)


def test_while_the_other_end_is_away_it_waits_longer_each_time_and_counts_no_try(
    news: NoticeDesk, family: SmallClass, post: PostOffice, school: BuiltSchool
) -> None:
    post.is_away = Delayed("Pasta serveris neatbild.")
    a_delivery(school, family.sandra)
    moment, waits = clock.now(), []
    for _time in range(6):
        with clock.at(moment):
            send(news)
        (delivery,) = news.deliveries()
        assert (delivery.state, delivery.tries, delivery.problem) == ("waiting", 0, "Pasta serveris neatbild.")
        waits.append(int((delivery.due - moment).total_seconds() // 60))
        moment = delivery.due
    assert waits == [1, 5, 15, 60, 60, 60]
    post.is_away = None
    with clock.at(moment):
        # Nobody asks: the job of the time before asked for this one.
        assert news.workshop.do()
    (delivery,) = news.deliveries()
    assert (delivery.state, delivery.tries, delivery.is_repeated, delivery.problem) == ("sent", 1, False, None)


def test_it_never_waits_into_the_quiet_hours(
    news: NoticeDesk, family: SmallClass, post: PostOffice, school: BuiltSchool
) -> None:
    post.is_away = Delayed("")
    with clock.at(clock.at_local(MONDAY, time(19, 59, 30))):
        a_delivery(school, family.sandra)
        send(news)
        assert news.deliveries()[0].due == clock.at_local(MONDAY + timedelta(days=1), time(7))
    post.is_away = None
    with clock.at(clock.at_local(MONDAY, time(23))):
        a_delivery(school, family.imants)
        send(news)
    assert post.taken == []
    with clock.at(clock.at_local(MONDAY + timedelta(days=1), time(7))):
        while news.workshop.do():
            pass
    assert len(post.taken) == 2


def test_after_three_days_it_has_failed(
    news: NoticeDesk, family: SmallClass, post: PostOffice, school: BuiltSchool
) -> None:
    post.is_away = Delayed("Pasta serveris neatbild.")
    a_delivery(school, family.sandra, created=clock.now() - timedelta(days=3))
    send(news)
    (delivery,) = news.deliveries()
    assert (delivery.state, delivery.problem) == (
        "failed",
        "Pēc trim dienām vairs netiek mēģināts. Pasta serveris neatbild.",
    )


def test_a_refusal_fails_that_one_alone_and_says_why_without_the_address(
    news: NoticeDesk, family: SmallClass, post: PostOffice, school: BuiltSchool
) -> None:
    post.answers["sandra@example.lv"] = Undeliverable("550 <Sandra@example.lv> nav zināms")
    for number, person in enumerate((family.sandra, family.imants), 1):
        a_delivery(school, person, number)
    send(news)
    first, second = news.deliveries()
    assert (first.state, first.problem, first.tries) == ("failed", "550 <…> nav zināms", 1)
    assert second.state == "sent"
    assert post.opened == 1


def test_where_one_waits_the_line_is_opened_again_for_the_others(
    news: NoticeDesk, family: SmallClass, post: PostOffice, school: BuiltSchool
) -> None:
    post.answers["sandra@example.lv"] = Delayed("451")
    for number, person in enumerate((family.sandra, family.imants), 1):
        a_delivery(school, person, number)
    send(news)
    assert news.states() == ["waiting", "sent"]
    assert post.opened == 2


def test_three_in_a_row_and_the_rest_waits(
    news: NoticeDesk, family: SmallClass, post: PostOffice, school: BuiltSchool
) -> None:
    for number in range(1, 8):
        a_delivery(school, family.sandra, number)
    post.answers["sandra@example.lv"] = Delayed("421")
    send(news)
    assert post.opened == 3
    assert news.states() == ["waiting"] * 7
    assert {delivery.delays for delivery in news.deliveries()} == {1}


def test_a_line_that_broke_before_the_answer_makes_the_next_try_a_repeat(
    news: NoticeDesk, family: SmallClass, post: PostOffice, school: BuiltSchool
) -> None:
    post.answers["sandra@example.lv"] = Unanswered("pārtrūka")
    made = a_delivery(school, family.sandra)
    send(news)
    post.answers.clear()
    with clock.at(clock.now() + timedelta(minutes=1)):
        send(news)
    (sent,) = post.taken
    assert (sent["id"], sent["is_repeated"]) == (made.message_id, True)


def test_what_an_unexpected_error_cut_off_fails_and_the_others_go_on(
    news: NoticeDesk, family: SmallClass, post: PostOffice, school: BuiltSchool, caplog: pytest.LogCaptureFixture
) -> None:
    post.answers["sandra@example.lv"] = RuntimeError("broken")
    for number, person in enumerate((family.sandra, family.imants), 1):
        a_delivery(school, person, number)
    send(news)
    first, second = news.deliveries()
    assert (first.state, first.is_repeated, second.state) == ("failed", True, "sent")
    assert "RuntimeError: broken" in caplog.text
    assert "sandra@example.lv" not in caplog.text


@pytest.mark.parametrize("lost", ["the contact", "the account", "the child"])
def test_who_is_not_to_be_reached_any_more_is_not(
    news: NoticeDesk, family: SmallClass, post: PostOffice, school: BuiltSchool, lost: str
) -> None:
    from core.accounts.models import PersonAccount

    delivery = a_delivery(school, family.sandra)
    facts: dict[str, Any] = {"rule_key": "test", "about": "x", "text": "x", "endpoint": "shell.home"}
    facts |= {"urgency": "at_once", "moment": clock.now(), "created": clock.now()}
    notice = school.add(Notice(person_id=family.sandra.id, child_id=family.ralfs.id, **facts))

    def link(session: Session) -> None:
        session.add(DeliveredNotice(delivery_id=delivery.id, notice_id=notice.id))

    def lose(session: Session) -> None:
        if lost == "the account":
            linked = session.query(PersonAccount).where(PersonAccount.person_id == family.sandra.id).one()
            linked.until_date = MONDAY - timedelta(days=1)
        else:
            session.query(Guardianship).where(Guardianship.guardian_id == family.sandra.id).one().access = "denied"

    school.write(link)
    if lost == "the contact":
        account = news.desk.account_of(family.sandra)
        school.database.directory_write(
            lambda session: session.execute(
                update(AccountContact).where(AccountContact.account_id == account).values(proven_at=None)
            )
        )
    else:
        school.write(lose)
    send(news)
    (after,) = news.deliveries()
    assert post.taken == []
    assert (after.state, after.tries) == ("failed", 0)
    assert after.problem


def test_files_go_to_who_asked_for_them_where_the_channel_takes_any(
    news: NoticeDesk, family: SmallClass, post: PostOffice, offices: Offices, school: BuiltSchool
) -> None:
    offices("test.sms", "email", takes_files=False)
    digest = file_store(school.database, school.ref).put(b"izraksts")
    files = f'[{{"digest":"{digest}","name":"izraksts.pdf","media_type":"application/pdf"}}]'
    facts: dict[str, Any] = {"rule_key": "test", "text": "x", "endpoint": "shell.home", "files": files}
    facts |= {"urgency": "at_once", "moment": clock.now(), "created": clock.now()}
    for person, key, wants in (
        (family.sandra, "test.post", True),
        (family.imants, "test.post", False),
        (family.sandra, "test.sms", True),
    ):
        school.add(NoticeRoute(person_id=person.id, channel_key=key, wants_files=wants))
        delivery = a_delivery(school, person, channel_key=key, message_id=f"<{key}.{person.id}@x>")
        notice = school.add(Notice(person_id=person.id, about=f"{key}", **facts))
        school.write(
            lambda session, ids=(delivery.id, notice.id): session.add(  # type: ignore[misc]  # a default holds the ids
                DeliveredNotice(delivery_id=ids[0], notice_id=ids[1])
            )
        )
    send(news)
    assert [one["files"] for one in post.taken] == [[["izraksts.pdf", "application/pdf", "izraksts"]], []]
    (sms,) = [delivery for delivery in news.deliveries() if delivery.channel_key == "test.sms"]
    assert sms.state == "sent"

    def lose_the_file() -> None:
        (school.database.configuration.folder / "files" / school.ref.database_name / digest[:2] / digest).unlink()

    lose_the_file()
    school.write(lambda session: session.execute(update(Delivery).values(state="waiting", due=clock.now())))
    send(news)
    notes = {delivery.problem for delivery in news.deliveries() if delivery.channel_key == "test.post"}
    assert notes == {"Nosūtīts bez datnes, kuras arhīvā trūkst: izraksts.pdf", None}


def test_a_channel_that_is_switched_off_keeps_what_it_has(
    news: NoticeDesk, family: SmallClass, post: PostOffice, school: BuiltSchool
) -> None:
    post.is_ready = False
    a_delivery(school, family.sandra)
    a_delivery(school, family.imants, channel_key="gone.channel")
    send(news)
    assert news.states() == ["waiting", "waiting"]
    assert {one.problem for one in news.deliveries()} == {"Šis sūtīšanas veids ir izslēgts vai nav iestatīts."}


def test_what_another_living_job_hands_over_is_left_to_it(
    news: NoticeDesk, family: SmallClass, post: PostOffice, school: BuiltSchool
) -> None:
    job_id = news.workshop.ask("notices.send")
    a_delivery(school, family.sandra, state="sending", job_id=job_id, begun_at=clock.now())

    def set_job(state: str) -> None:
        school.write(
            lambda session: session.execute(update(JobRecord).where(JobRecord.id == job_id).values(state=state))
        )

    set_job(RUNNING)
    other = news.workshop.ask("notices.send")
    (sent,) = [one.sent for one in news.workshop.sweep.unended(school.ref) if one.sent.job_id == other]
    news.workshop.runner.do(sent.school_id, sent.job_id, sent.number)
    assert post.taken == []
    set_job("failed")
    send(news)
    (taken,) = post.taken
    assert taken["is_repeated"], "it died with it, maybe after handing it over"


def test_stopping_keeps_the_rest_from_being_sent(
    news: NoticeDesk,
    family: SmallClass,
    post: PostOffice,
    school: BuiltSchool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("core.foundation.jobs.context._AT_MOST_EVERY", 0.0)
    for number in range(1, 5):
        a_delivery(school, family.sandra, number)
    job_id = news.workshop.ask("notices.send")
    taken = post.send

    def send_and_stop(message: Any) -> None:
        taken(message)
        school.write(lambda session: jobs.cancel(session, job_id))

    monkeypatch.setattr(type(post), "send", lambda _self, message: send_and_stop(message))
    news.workshop.do()
    assert news.workshop.record(job_id).state == "cancelled"
    assert news.states() == ["sent", "failed", "failed", "failed"]
    assert {one.problem for one in news.deliveries()[1:]} == {"Sūtīšana tika apturēta."}


def test_statements_do_not_grow_with_what_there_is(
    news: NoticeDesk,
    family: SmallClass,
    post: PostOffice,
    school: BuiltSchool,
    statements: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is looked up is looked up for many at once: each message more costs only its own two steps."""
    monkeypatch.setattr("core.foundation.jobs.context._AT_MOST_EVERY", 0.0)
    counted = []
    for many in (1, 2, 4, 6):
        for number in range(many):
            a_delivery(school, family.sandra, number, message_id=f"<{many}.{number}@x>")
        news.workshop.ask("notices.send")
        with statements() as seen:
            news.workshop.do()
        counted.append(len(seen))
    assert counted[3] - counted[2] == counted[2] - counted[1]


def test_old_deliveries_and_read_notices_are_forgotten(
    news: NoticeDesk, family: SmallClass, school: BuiltSchool
) -> None:
    now: datetime = clock.now()
    old, young = now - timedelta(days=61), now - timedelta(days=59)
    for number, (state, ended) in enumerate((("sent", old), ("failed", old), ("sent", young), ("waiting", None))):
        a_delivery(school, family.sandra, number, state=state, ended_at=ended, created=old)
    facts: dict[str, Any] = {"rule_key": "test", "text": "x", "endpoint": "shell.home", "urgency": "digest"}
    for number, (created, read) in enumerate(((old, old), (old, None), (young, young), (now - timedelta(400), None))):
        school.add(
            Notice(
                person_id=family.sandra.id, about=str(number), moment=created, created=created, read_at=read, **facts
            )
        )
    news.workshop.ask("notices.forget")
    news.workshop.do()
    assert news.states() == ["sent", "waiting"]
    assert [notice.about for notice in news.notices()] == ["1", "2"]
