"""The list of notices, what each wants to hear of, and what left Klade."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from core.foundation import clock
from core.notices.models import Delivery, Notice, NoticeChoice, NoticeRoute
from core.people.models import Person
from core.testing.schools import BuiltSchool

if TYPE_CHECKING:
    from core.testing.statements import Statements
    from tests.notices.conftest import NoticeDesk, PostOffice, SmallClass

SignIn = Callable[[Person | str], FlaskClient]
MONDAY = date(2026, 11, 23)


def a_notice(school: BuiltSchool, person: Person, text: str, **facts: Any) -> Notice:
    known: dict[str, Any] = {"rule_key": "test", "about": text, "text": text, "endpoint": "shell.home"}
    known |= {"urgency": "digest", "moment": clock.now(), "created": clock.now()}
    return school.add(Notice(person_id=person.id, **(known | facts)))


def unread(client: FlaskClient) -> int:
    answer = client.get("/pargauja/notices/count")
    assert answer.json is not None
    return int(answer.json["unread"])


def test_the_newest_stand_first_and_lead_to_their_place(
    school: BuiltSchool, family: SmallClass, sign_in: SignIn
) -> None:
    values = f'{{"pupil_id":{family.ralfs.id}}}'
    old = a_notice(school, family.sandra, "Vecais", read_at=clock.now(), created=clock.now() - timedelta(days=1))
    new = a_notice(school, family.sandra, "Jaunais", endpoint="diary.show", values=values, child_id=family.ralfs.id)
    a_notice(school, family.imants, "Cita vecāka")
    client = sign_in(family.sandra)
    page = client.get("/pargauja/notices", headers={"Accept-Language": "lv"}).text
    assert page.index("Jaunais") < page.index("Vecais")
    assert "Pirmdiena, 23. novembris" in page
    assert "Svētdiena, 22. novembris" in page
    assert "Cita vecāka" not in page
    assert unread(client) == 1
    answer = client.post(f"/pargauja/notices/{new.id}/open")
    assert answer.headers["Location"] == f"/pargauja/diary/{family.ralfs.id}"
    assert unread(client) == 0
    assert school.again(old).read_at == old.read_at


def test_all_are_read_at_once(school: BuiltSchool, family: SmallClass, sign_in: SignIn) -> None:
    for number in range(3):
        a_notice(school, family.sandra, f"Jaunums {number}")
    others = a_notice(school, family.imants, "Cita vecāka")
    client = sign_in(family.sandra)
    client.post("/pargauja/notices/read")
    assert unread(client) == 0
    assert school.again(others).read_at is None


def test_another_persons_notice_is_not_there(school: BuiltSchool, family: SmallClass, sign_in: SignIn) -> None:
    others = a_notice(school, family.imants, "Cita vecāka")
    assert sign_in(family.sandra).post(f"/pargauja/notices/{others.id}/open").status_code == 404
    assert school.again(others).read_at is None


def test_of_a_child_whom_one_may_no_longer_see_nothing_is_left(
    school: BuiltSchool, family: SmallClass, sign_in: SignIn
) -> None:
    from core.people.models import Guardianship

    notice = a_notice(school, family.sandra, "Par Ralfu", child_id=family.ralfs.id)
    school.pupil("Otrs", "Bērns")
    client = sign_in(family.sandra)
    assert unread(client) == 1

    def deny(session: Any) -> None:
        session.query(Guardianship).where(Guardianship.guardian_id == family.sandra.id).one().access = "denied"
        # Another child keeps her a guardian of the school.
        other = session.scalars(select(Person).where(Person.given_name == "Otrs")).one()
        session.add(
            Guardianship(
                guardian_id=family.sandra.id,
                pupil_id=other.id,
                relation="mother",
                access="granted",
                from_date=date(2026, 9, 1),
            )
        )

    school.write(deny)
    assert unread(client) == 0
    assert "Par Ralfu" not in client.get("/pargauja/notices").text
    assert client.post(f"/pargauja/notices/{notice.id}/open").status_code == 404


def test_a_page_whose_plugin_is_gone_leads_nowhere(school: BuiltSchool, family: SmallClass, sign_in: SignIn) -> None:
    notice = a_notice(school, family.sandra, "Vēstule", endpoint="gone.letter")
    client = sign_in(family.sandra)
    assert client.get("/pargauja/notices").status_code == 200
    answer = client.post(f"/pargauja/notices/{notice.id}/open")
    assert answer.headers["Location"] == "/pargauja/notices"


def test_a_long_list_is_turned_page_by_page_with_the_same_statements(
    school: BuiltSchool, family: SmallClass, sign_in: SignIn, statements: Statements
) -> None:
    client = sign_in(family.sandra)
    counted, seen_texts = [], set()
    for number in range(60):
        a_notice(school, family.sandra, f"Jaunums-{number};")
        if number in (1, 59):
            client.get("/pargauja/notices")
            with statements() as seen:
                page = client.get("/pargauja/notices").text
            counted.append(len(seen))
    assert counted[0] == counted[1]
    seen_texts |= set(re.findall(r"Jaunums-(\d+);", page))
    further = re.search(r'rel="next" href="([^"]+)"', page)
    assert further is not None
    page = client.get(further.group(1)).text
    seen_texts |= set(re.findall(r"Jaunums-(\d+);", page))
    assert len(seen_texts) == 60
    assert 'rel="next"' not in page


def test_the_bell_costs_the_page_no_statement(
    school: BuiltSchool, family: SmallClass, sign_in: SignIn, statements: Statements
) -> None:
    client = sign_in(family.sandra)
    path = f"/pargauja/diary/{family.ralfs.id}"
    client.get(path)
    with statements() as seen:
        page = client.get(path).text
    assert 'data-bell="/pargauja/notices/count"' in page
    assert not [one for one in seen if "notice" in one]
    with statements() as seen:
        client.get("/pargauja/notices/count")
    assert len([one for one in seen if "FROM notice" in one or ".notice" in one]) == 1


# ----------------------------------------------------------------------------------------------------------- choosing


def test_each_kind_and_way_is_chosen_and_only_what_differs_is_kept(
    school: BuiltSchool, news: NoticeDesk, family: SmallClass, post: PostOffice, sign_in: SignIn
) -> None:
    client = sign_in(family.sandra)
    page = client.get("/pargauja/notices/settings", headers={"Accept-Language": "lv"}).text
    assert checked(page) == {
        ("rule:absences.unjustified", "at_once"),
        ("rule:marks.new", "digest"),
        ("rule:absences.decided", "digest"),
        ("way:test.post", "1"),
    }
    assert "absences.to_decide" not in page, "it concerns class teachers"
    assert "18:00" in page
    assert "sandra@example.lv" not in page
    form = {"rule:absences.unjustified": "off", "rule:marks.new": "digest", "rule:absences.decided": "nonsense"}
    client.post("/pargauja/notices/settings", data=form | {"files:test.post": "1"})
    with school.read() as session:
        assert [(row.rule_key, row.choice) for row in session.scalars(select(NoticeChoice))] == [
            ("absences.unjustified", "off")
        ]
        assert [(row.is_wanted, row.wants_files) for row in session.scalars(select(NoticeRoute))] == [(False, True)]
    page = client.get("/pargauja/notices/settings").text
    assert {("rule:absences.unjustified", "off"), ("files:test.post", "1")} < checked(page)
    client.post("/pargauja/notices/settings", data={"rule:absences.unjustified": "at_once", "way:test.post": "1"})
    page = client.get("/pargauja/notices/settings").text
    assert {("rule:absences.unjustified", "at_once"), ("way:test.post", "1")} < checked(page)


def checked(page: str) -> set[tuple[str, str]]:
    return set(re.findall(r'name="((?:rule|way|files):[^"]+)" value="([^"]+)" checked', page))


@pytest.mark.parametrize("state", ["confirmed", "not confirmed", "not set up"])
def test_the_page_says_whether_anything_would_arrive(
    news: NoticeDesk, family: SmallClass, post: PostOffice, school: BuiltSchool, sign_in: SignIn, state: str
) -> None:
    person = school.guardian("Dace", "Eglīte", family.ralfs) if state == "not confirmed" else family.sandra
    post.is_ready = state != "not set up"
    page = sign_in(person).get("/pargauja/notices/settings", headers={"Accept-Language": "lv"}).text
    said = {
        "confirmed": ">apstiprināts<",
        "not confirmed": "nav apstiprināts: nekas netiek sūtīts",
        "not set up": "šajā serverī nav iestatīts",
    }
    assert [words for words in said.values() if words in page] == [said[state]]
    assert 'href="/account/contacts#email"' in page


def test_a_school_without_any_way_says_so(family: SmallClass, sign_in: SignIn) -> None:
    page = sign_in(family.sandra).get("/pargauja/notices/settings").text
    assert "nesūta ne e-pastā, ne īsziņās" in page


# --------------------------------------------------------------------------------------------------------- deliveries


def a_delivery(school: BuiltSchool, person: Person, number: int, **facts: Any) -> Delivery:
    now = clock.now()
    known: dict[str, Any] = {"channel_key": "test.post", "subject": "Klade", "text": f"Jaunums {number}\n\nsaite"}
    known |= {"language": "lv", "due": now, "created": now, "message_id": f"<{number}@klade.localhost>"}
    return school.add(Delivery(person_id=person.id, **(known | facts)))


def test_who_looks_after_deliveries_sees_states_and_never_an_address(
    school: BuiltSchool, news: NoticeDesk, family: SmallClass, post: PostOffice, sign_in: SignIn
) -> None:
    a_delivery(school, family.sandra, 1, state="sent", tries=2, is_repeated=True, ended_at=clock.now())
    a_delivery(school, family.imants, 2, state="failed", problem="550 nav zināms", ended_at=clock.now())
    a_delivery(school, family.ilze, 3, digest_day=MONDAY, channel_key="test.sms")
    client = sign_in("superuser")
    page = client.get("/pargauja/settings/deliveries", headers={"Accept-Language": "lv"}).text
    for words in ("Eglīte Sandra", "atkārtots", "2 mēģinājumi", "550 nav zināms", "dienas kopsavilkums", "Pasts"):
        assert words in page
    assert "@example.lv" not in page
    narrowed = client.get("/pargauja/settings/deliveries?state=failed&channel=test.post").text
    assert "Eglītis Imants" in narrowed
    assert "Eglīte Sandra" not in narrowed
    assert sign_in("head").get("/pargauja/settings/deliveries").status_code == 403


def test_a_failed_one_is_sent_again_under_the_same_id(
    school: BuiltSchool, news: NoticeDesk, family: SmallClass, post: PostOffice, sign_in: SignIn
) -> None:
    failed = a_delivery(school, family.sandra, 1, state="failed", created=clock.now() - timedelta(days=4))
    sent = a_delivery(school, family.sandra, 2, state="sent")
    client = sign_in("superuser")
    assert client.post(f"/pargauja/settings/deliveries/{failed.id}/again").status_code == 303
    assert client.post(f"/pargauja/settings/deliveries/{sent.id}/again").status_code == 409
    assert client.post("/pargauja/settings/deliveries/999/again").status_code == 404
    while news.workshop.do():
        pass
    assert [one["id"] for one in post.taken] == [failed.message_id]


def test_all_failed_ones_of_a_way_are_sent_again(
    school: BuiltSchool, news: NoticeDesk, family: SmallClass, post: PostOffice, sign_in: SignIn
) -> None:
    for number, key in enumerate(("test.post", "test.post", "test.other"), 1):
        a_delivery(school, family.sandra, number, state="failed", channel_key=key)
    client = sign_in("superuser")
    client.post("/pargauja/settings/deliveries/again", data={"channel": "test.post"})
    while news.workshop.do():
        pass
    assert len(post.taken) == 2
    assert news.states() == ["sent", "sent", "failed"]


def test_many_deliveries_are_turned_page_by_page(school: BuiltSchool, family: SmallClass, sign_in: SignIn) -> None:
    for number in range(60):
        a_delivery(school, family.sandra, number)
    client = sign_in("superuser")
    page = client.get("/pargauja/settings/deliveries?state=waiting").text
    further = re.search(r'rel="next" href="([^"]+)"', page)
    assert further is not None
    rest = client.get(further.group(1).replace("&amp;", "&")).text
    assert page.count("<details><summary>Jaunums") + rest.count("<details><summary>Jaunums") == 60
    assert "60" in page
