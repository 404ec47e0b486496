"""Finding what is new: told once, in each one's language, as urgently as they chose, and summed up once a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from core.foundation import clock
from core.notices.models import NoticeChoice, NoticeRoute
from core.people.models import Person
from core.testing.schools import BuiltSchool
from core.values.notices import News, NoticeQuestion, NoticeRule, TakenBack, Urgency

if TYPE_CHECKING:
    from tests.notices.conftest import NoticeDesk, Offices, PostOffice, SmallClass

MONDAY = date(2026, 11, 23)
KEY = "test.rule"


@dataclass
class Events:
    """A rule whose facts the test says, with the moment of each."""

    facts: list[tuple[datetime, News | TakenBack]] = field(default_factory=list)
    asked: list[NoticeQuestion] = field(default_factory=list)
    breaks: bool = False

    def find(self, _session: Session, question: NoticeQuestion) -> Iterable[News | TakenBack]:
        if self.breaks:
            raise OSError("away")
        self.asked.append(question)
        return [one for moment, one in self.facts if question.since < moment <= question.until]

    def happens(self, person: Person, about: str = "thing:1", text: Any = "Jaunums", **facts: Any) -> None:
        one = News(person.id, about, text, clock.now(), "shell.home", **facts)
        self.facts.append((clock.now(), one))

    def is_taken_back(self, about: str = "thing:1") -> None:
        """A rule looks at what is: what is no more is not given again."""
        self.facts = [(moment, one) for moment, one in self.facts if one.about != about]
        self.facts.append((clock.now(), TakenBack(about)))


@pytest.fixture
def events(news: NoticeDesk) -> Events:
    made = Events()
    news.brings(rules=(NoticeRule(KEY, "Jaunumi", made.find),))
    return made


def at(hour: int, minute: int = 0, day: date = MONDAY) -> Any:
    return clock.at(clock.at_local(day, time(hour, minute)))


def test_what_was_before_the_first_look_is_news_to_nobody(
    news: NoticeDesk, family: SmallClass, events: Events, post: PostOffice
) -> None:
    with at(9):
        events.happens(family.sandra)
        news.look()
        news.look()
    with at(9, 10):
        news.look()
    assert news.notices() == []
    assert [question.since for question in events.asked] == [clock.at_local(MONDAY, time(9))] * 2


def test_once_a_day_everything_in_one_message(
    news: NoticeDesk, family: SmallClass, events: Events, post: PostOffice
) -> None:
    with at(8):
        news.begin()
    for hour in (9, 12):
        with at(hour):
            events.happens(family.sandra, f"thing:{hour}", f"Jaunums {hour}")
            news.look()
            news.look()
    assert news.texts(family.sandra) == ["Jaunums 9", "Jaunums 12"]
    with at(17, 50):
        news.look()
    assert post.taken == []
    for minute in (0, 10):
        with at(18, minute):
            news.look()
    with at(18, 20):
        events.happens(family.sandra, "thing:18", "Jaunums 18")
        news.look()
    (sent,) = post.taken
    assert sent["subject"] == "Klade: kas jauns – Pārgaujas ģimnāzija"
    assert sent["text"] == "Jaunums 9\nJaunums 12\n\nhttp://127.0.0.1:8000/pargauja/notices"
    assert sent["address"] == "sandra@example.lv"
    with at(18, day=MONDAY + timedelta(days=1)):
        news.look()
    assert [one["text"].splitlines()[0] for one in post.taken] == ["Jaunums 9", "Jaunums 18"]


def test_nothing_new_nothing_sent_and_what_was_read_is_not_new(
    news: NoticeDesk, family: SmallClass, events: Events, post: PostOffice, school: BuiltSchool
) -> None:
    with at(8):
        news.begin()
    with at(9):
        events.happens(family.sandra)
        news.look()
        (notice,) = news.notices()

        def read(session: Session) -> None:
            session.get_one(type(notice), notice.id).read_at = clock.now()

        school.write(read)
    with at(18):
        news.look()
    assert post.taken == []


@pytest.mark.parametrize(
    ("back", "sent_at"),
    [(time(19, 30), time(19, 30)), (time(20, 30), time(7))],
    ids=["before quiet", "in quiet hours"],
)
def test_a_worker_that_was_away_sums_the_day_up_when_it_is_back(
    news: NoticeDesk, family: SmallClass, events: Events, post: PostOffice, back: time, sent_at: time
) -> None:
    with at(8):
        news.begin()
    with at(9):
        events.happens(family.sandra, "thing:1", "Jaunums")
    with at(18, 30):
        events.happens(family.sandra, "thing:2", "Pēc sešiem")
    with clock.at(clock.at_local(MONDAY, back)):
        news.look()
    tomorrow = MONDAY + timedelta(days=1)
    with at(7, day=tomorrow):
        news.look()
    (delivery,) = news.deliveries()
    assert delivery.digest_day == MONDAY
    assert clock.local(delivery.created).time() == sent_at
    with at(18, day=tomorrow):
        news.look()
    assert [one["text"].splitlines()[0] for one in post.taken] == ["Jaunums", "Pēc sešiem"]


def test_days_without_a_worker_are_one_summary(
    news: NoticeDesk, family: SmallClass, events: Events, post: PostOffice
) -> None:
    with at(8):
        news.begin()
    for days in range(1, 4):
        with at(9, day=MONDAY + timedelta(days=days)):
            events.happens(family.sandra, f"thing:{days}", f"Jaunums {days}")
    with at(18, 5, day=MONDAY + timedelta(days=3)):
        news.look()
    (sent,) = post.taken
    assert sent["text"].splitlines()[:3] == ["Jaunums 1", "Jaunums 2", "Jaunums 3"]


def test_at_once_goes_at_once_and_together_or_after_the_quiet_hours(
    news: NoticeDesk, family: SmallClass, events: Events, post: PostOffice
) -> None:
    with at(8):
        news.begin()
    with at(9):
        for number in (1, 2):
            events.happens(family.sandra, f"thing:{number}", f"Steidzami {number}", urgency=Urgency.AT_ONCE)
        news.look()
    assert post.texts_to("sandra@example.lv") == ["Steidzami 1\nSteidzami 2\n\nhttp://127.0.0.1:8000/pargauja/notices"]
    with at(20, 10):
        events.happens(family.sandra, "thing:3", "Steidzami 3", urgency=Urgency.AT_ONCE)
        news.look()
    with at(6, 50, day=MONDAY + timedelta(days=1)):
        news.look()
    assert len(post.taken) == 1
    assert news.deliveries()[1].due == clock.at_local(MONDAY + timedelta(days=1), time(7))
    with at(7, day=MONDAY + timedelta(days=1)):
        news.look()
    assert len(post.taken) == 2
    with at(18, day=MONDAY + timedelta(days=1)):
        news.look()
    assert len(post.taken) == 2, "what went at once is not summed up"


@pytest.mark.parametrize(
    ("choice", "own", "sent_at_nine", "sent_at_six"),
    [
        (None, None, 0, 1),
        (None, Urgency.AT_ONCE, 1, 1),
        ("digest", Urgency.AT_ONCE, 0, 1),
        ("at_once", None, 1, 1),
        ("off", Urgency.AT_ONCE, 0, 0),
    ],
)
def test_what_the_person_chose_counts_then_the_news_then_its_kind(
    news: NoticeDesk,
    family: SmallClass,
    events: Events,
    post: PostOffice,
    school: BuiltSchool,
    choice: str | None,
    own: Urgency | None,
    sent_at_nine: int,
    sent_at_six: int,
) -> None:
    if choice is not None:
        school.add(NoticeChoice(person_id=family.sandra.id, rule_key=KEY, choice=choice))
    with at(8):
        news.begin()
    with at(9):
        events.happens(family.sandra, urgency=own)
        news.look()
    assert len(post.taken) == sent_at_nine
    with at(18):
        news.look()
    assert len(post.taken) == sent_at_six
    assert news.texts(family.sandra) == ["Jaunums"], "it stands in the list in any case"


def test_each_is_told_in_their_own_language(
    news: NoticeDesk, family: SmallClass, events: Events, post: PostOffice
) -> None:
    news.reach(family.imants, "en")
    with at(8):
        news.begin()
    with at(9):
        for person in (family.sandra, family.imants):
            events.happens(person, text=_l("There is no such job."), urgency=Urgency.AT_ONCE)
        news.look()
    assert news.texts(family.sandra) == ["Tāda darba nav."]
    assert news.texts(family.imants) == ["There is no such job."]
    assert {one["subject"] for one in post.taken} == {
        "Klade: kas jauns – Pārgaujas ģimnāzija",
        "Klade: what is new – Pārgaujas ģimnāzija",
    }


def test_who_cannot_read_it_is_told_nothing(
    news: NoticeDesk, family: SmallClass, events: Events, post: PostOffice, school: BuiltSchool
) -> None:
    from core.accounts.models import Account, PersonAccount

    without, closed, ended = (school.person(name, "Zars") for name in ("Bez", "Slēgts", "Beidzies"))
    for person in (closed, ended):
        news.reach(person, email=f"{person.given_name}@example.lv")
    account = news.desk.account_of(closed)

    def close(session: Session) -> None:
        session.get_one(Account, account).is_active = False

    def end(session: Session) -> None:
        linked = session.query(PersonAccount).where(PersonAccount.person_id == ended.id).one()
        linked.until_date = MONDAY - timedelta(days=1)

    school.database.directory_write(close)
    school.write(end)
    with at(8):
        news.begin()
    with at(9):
        for person in (without, closed, ended):
            events.happens(person, urgency=Urgency.AT_ONCE)
        news.look()
    assert news.notices() == []
    assert post.taken == []


def test_a_way_is_taken_where_it_is_ready_wanted_and_the_contact_proven(
    news: NoticeDesk, family: SmallClass, events: Events, post: PostOffice, offices: Offices, school: BuiltSchool
) -> None:
    sms = offices("test.sms", "phone", takes_files=False)
    offices("test.unready", "email", is_ready=False)
    news.reach(family.sandra, phone="+37120000001")
    school.add(NoticeRoute(person_id=family.imants.id, channel_key=post.key, is_wanted=False))
    with at(8):
        news.begin()
    with at(9):
        for person in (family.sandra, family.imants, family.ilze):
            events.happens(person, urgency=Urgency.AT_ONCE)
        news.look()
    assert [one["address"] for one in sms.taken] == ["+37120000001"]
    assert {one["address"] for one in post.taken} == {"sandra@example.lv", "ilze@example.lv"}
    assert len({one["id"] for one in post.taken + sms.taken}) == 3


def test_what_is_taken_back_before_anybody_heard_is_told_to_nobody(
    news: NoticeDesk, family: SmallClass, events: Events, post: PostOffice
) -> None:
    with at(8):
        news.begin()
    with at(9):
        events.happens(family.sandra, "thing:1", "Pirmais")
        events.happens(family.sandra, "thing:2", "Otrais")
        news.look()
    with at(10):
        events.is_taken_back("thing:1")
        news.look()
    assert news.texts(family.sandra) == ["Otrais"]
    with at(21):
        for number in (3, 4):
            events.happens(family.sandra, f"thing:{number}", f"Naktī {number}", urgency=Urgency.AT_ONCE)
        events.happens(family.imants, "thing:3", "Naktī 3", urgency=Urgency.AT_ONCE)
        news.look()
    with at(21, 10):
        events.is_taken_back("thing:3")
        news.look()
    (left,) = [delivery for delivery in news.deliveries() if delivery.state == "waiting"]
    assert left.text.splitlines()[0] == "Naktī 4", "the message says what is left; one about nothing is gone"


def test_what_was_heard_stays_in_the_list(
    news: NoticeDesk, family: SmallClass, events: Events, post: PostOffice
) -> None:
    with at(8):
        news.begin()
    with at(9):
        events.happens(family.sandra, urgency=Urgency.AT_ONCE)
        news.look()
    with at(10):
        events.is_taken_back()
        news.look()
    assert news.texts(family.sandra) == ["Jaunums"]


def test_news_that_grows_is_one_notice_with_the_newest_words(
    news: NoticeDesk, family: SmallClass, events: Events, post: PostOffice
) -> None:
    with at(8):
        news.begin()
    for hour in (9, 10):
        with at(hour):
            events.happens(family.sandra, text=f"{hour} jaunumi")
            news.look()
    with at(18):
        news.look()
    assert news.texts(family.sandra) == ["10 jaunumi"]
    assert post.texts_to("sandra@example.lv")[0].splitlines()[0] == "10 jaunumi"


def test_a_rule_that_breaks_keeps_no_other_from_telling_and_misses_nothing(
    news: NoticeDesk, family: SmallClass, events: Events, caplog: pytest.LogCaptureFixture
) -> None:
    other = Events()
    news.brings(rules=(NoticeRule("test.other", "Citi jaunumi", other.find),))
    with at(8):
        news.begin()
    with at(9):
        events.happens(family.sandra, text="Viens")
        other.happens(family.sandra, text="Otrs")
        events.breaks = True
        news.look()
    assert news.texts(family.sandra) == ["Otrs"]
    assert "notice rule test.rule of core failed" in caplog.text
    jobs = [record for record in news.workshop.records() if record.key == "notices.gather"]
    assert "Jaunumi" in (jobs[-1].message or "")
    with at(9, 10):
        events.breaks = False
        news.look()
    assert news.texts(family.sandra) == ["Otrs", "Viens"]


def test_a_guardian_who_lost_access_is_told_nothing_more_of_the_child(
    news: NoticeDesk, family: SmallClass, events: Events, post: PostOffice, school: BuiltSchool
) -> None:
    from core.people.models import Guardianship

    with at(8):
        news.begin()
    with at(9):
        for person in (family.sandra, family.imants):
            events.happens(person, child_id=family.ralfs.id)
        news.look()

    def deny(session: Session) -> None:
        session.query(Guardianship).where(Guardianship.guardian_id == family.imants.id).one().access = "denied"

    school.write(deny)
    with at(18):
        news.look()
    assert [one["address"] for one in post.taken] == ["sandra@example.lv"]


def test_statements_do_not_grow_with_the_people(
    news: NoticeDesk, family: SmallClass, events: Events, post: PostOffice, school: BuiltSchool, statements: Any
) -> None:
    more = [school.person(f"Nr{number}", "Zars") for number in range(12)]
    for person in more:
        news.reach(person, email=f"nr{person.id}@example.lv")
    with at(8):
        news.begin()
    counted = []
    for hour, people in ((9, more[:2]), (10, more)):
        with at(hour):
            for person in people:
                events.happens(person, f"thing:{hour}", urgency=Urgency.AT_ONCE)
            post.is_ready = True
            job = news.workshop.ask("notices.gather")
            with statements() as seen:
                news.workshop.do()
            assert news.workshop.record(job).state == "done"
            counted.append(len(seen))
            news.look()
    assert counted[0] == counted[1]
