"""A way out of Klade that writes into a folder, and the people of a small class who are told of things."""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.foundation import clock
from core.foundation.plugins import CORE
from core.foundation.runtime import klade
from core.notices.models import Delivery, Notice
from core.people.models import Person
from core.testing.applications import SignInDesk
from core.testing.schools import BuiltSchool
from core.testing.workshops import Workshop
from core.values.notices import Message, NoticeChannel, NoticeRule
from hooks import hookimpl

_NUMBERS = count(1)


@dataclass
class PostOffice:
    """A channel: what it takes stands in a file, one message a line."""

    folder: Path
    key: str
    contact: str
    takes_files: bool = True
    is_ready: bool = True
    is_away: Exception | None = None
    """Raised where somebody comes to the door."""
    answers: dict[str, Exception] = field(default_factory=dict)
    """By address what is said instead of taking a message."""
    opened: int = 0

    @property
    def channel(self) -> NoticeChannel:
        return NoticeChannel(self.key, "Pasts", self.contact, self.open, lambda: self.is_ready, self.takes_files)

    @contextmanager
    def open(self) -> Iterator[PostOffice]:
        if self.is_away is not None:
            raise self.is_away
        self.opened += 1
        yield self

    def send(self, message: Message) -> None:
        said = self.answers.get(message.address)
        if said is not None:
            raise said
        with (self.folder / f"{self.key}.jsonl").open("a") as file:
            file.write(json.dumps(self._line(message)) + "\n")

    def _line(self, message: Message) -> dict[str, Any]:
        names = ("id", "address", "subject", "text", "language", "sender", "is_repeated")
        files = [(one.name, one.media_type, one.content.decode()) for one in message.enclosures]
        return {name: getattr(message, name) for name in names} | {"files": files}

    @property
    def taken(self) -> list[dict[str, Any]]:
        """The messages that it took, in order."""
        file = self.folder / f"{self.key}.jsonl"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def texts_to(self, address: str) -> list[str]:
        return [one["text"] for one in self.taken if one["address"] == address]


@dataclass
class NoticeDesk:
    """Gathers and sends when the test says so."""

    app: Flask
    school: BuiltSchool
    desk: SignInDesk
    workshop: Workshop

    def brings(self, *, rules: tuple[NoticeRule, ...] = (), channels: tuple[NoticeChannel, ...] = ()) -> None:
        """From here on there are these kinds of notices and ways too."""
        part = types.ModuleType(f"test_part_{next(_NUMBERS)}")
        part.notice_rules = hookimpl(lambda: rules)  # type: ignore[attr-defined]  # a module of hooks
        part.notice_channels = hookimpl(lambda: channels)  # type: ignore[attr-defined]  # as above
        klade(self.app).plugins.add(CORE, part)

    def reach(self, person: Person, language: str = "lv", **contacts: str) -> None:
        """The person has an account that speaks a language and has proven these contacts."""
        from core.accounts.models import Account, AccountContact

        account = self.desk.account_of(person)
        rows = [
            AccountContact(account_id=account, kind=kind, value=value, proven_at=clock.now())
            for kind, value in contacts.items()
        ]

        def work(session: Any) -> None:
            session.get_one(Account, account).language = language
            session.add_all(rows)

        self.school.database.directory_write(work)

    def look(self) -> None:
        """Find what is new, and send what is due."""
        self.workshop.ask("notices.gather")
        while self.workshop.do():
            pass

    def begin(self) -> None:
        """The rules look for the first time: from here on they tell."""
        self.look()

    def notices(self, person: Person | None = None) -> list[Notice]:
        found = select(Notice).order_by(Notice.id)
        with self.school.read() as session:
            return list(session.scalars(found if person is None else found.where(Notice.person_id == person.id)))

    def texts(self, person: Person) -> list[str]:
        return [notice.text for notice in self.notices(person)]

    def deliveries(self) -> list[Delivery]:
        with self.school.read() as session:
            return list(session.scalars(select(Delivery).order_by(Delivery.id)))

    def states(self) -> list[str]:
        return [delivery.state for delivery in self.deliveries()]


@pytest.fixture
def news(app: Flask, school: BuiltSchool, desk: SignInDesk, workshop: Workshop) -> NoticeDesk:
    """`news.reach(person, email=…)`, `news.look()`, `news.texts(person)`."""
    return NoticeDesk(app, school, desk, workshop)


Offices = Callable[..., PostOffice]


@pytest.fixture
def offices(news: NoticeDesk, tmp_path: Path) -> Offices:
    """`offices("test.sms", "phone")`: one more channel."""

    def offices(key: str, contact: str, **facts: Any) -> PostOffice:
        office = PostOffice(tmp_path, key, contact, **facts)
        news.brings(channels=(office.channel,))
        return office

    return offices


@pytest.fixture
def post(offices: Offices) -> PostOffice:
    """A channel to proven e-mails, ready and at hand."""
    return offices("test.post", "email")


@dataclass
class SmallClass:
    """Ralfs of 10.a, his mother Sandra, his father Imants, and Ilze who teaches the class."""

    school: BuiltSchool
    news: NoticeDesk
    ralfs: Person
    sandra: Person
    imants: Person
    ilze: Person


@pytest.fixture
def family(school: BuiltSchool, news: NoticeDesk) -> SmallClass:
    ilze = school.teacher("Ilze", "Kalniņa")
    class_10a = school.school_class("10.a", teacher=ilze)
    ralfs = school.pupil("Ralfs", "Eglītis", class_10a)
    sandra, imants = school.guardian("Sandra", "Eglīte", ralfs), school.guardian("Imants", "Eglītis", ralfs)
    for person in (ralfs, sandra, imants, ilze):
        news.reach(person, email=f"{person.given_name.lower()}@example.lv")
    return SmallClass(school, news, ralfs, sandra, imants, ilze)
