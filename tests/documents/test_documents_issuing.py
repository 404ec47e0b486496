"""Issuing: numbers without gaps, the file that was given, the register; and who may open what."""

import hashlib
import re
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.documents import issuing, producing
from core.documents.issuing import Desk, Issued, issue
from core.documents.models import IssuedBundle, IssuedDocument
from core.foundation.database import Author, Database
from core.foundation.errors import Invalid
from core.foundation.files import file_store
from core.foundation.runtime import klade
from core.people.models import Person
from core.testing.schools import BuiltSchool
from core.values.documents import TRANSCRIPT, Document

SignIn = Callable[[Person | str], FlaskClient]


class CommandDesk:
    """Somebody who issues documents outside a request."""

    def __init__(self, school: BuiltSchool) -> None:
        self.school = school

    def read(self):  # type: ignore[no-untyped-def]  # the context manager of a session
        return self.school.read()

    def write(self, kind, work):  # type: ignore[no-untyped-def]  # as the database has it
        return self.school.database.write(self.school.ref, Author(None, "klade test"), work, kind=kind)


def november(*pupils: Person) -> Document:
    ids = tuple(pupil.id for pupil in pupils)
    return Document(TRANSCRIPT, ids, date(2026, 11, 1), date(2026, 11, 23), "2026-11", "novembris", date(2026, 11, 23))


def issued_by(app: Flask, school: BuiltSchool, *pupils: Person, class_id: int | None = None) -> Issued:
    desk: Desk = CommandDesk(school)
    with app.app_context():
        return issue(desk, file_store(school.database, school.ref), november(*pupils), class_id)


def documents(school: BuiltSchool) -> list[IssuedDocument]:
    with school.read() as session:
        return list(session.scalars(select(IssuedDocument).order_by(IssuedDocument.id)))


def files_of(school: BuiltSchool) -> list[Path]:
    folder = school.database.configuration.folder / "files" / school.ref.database_name
    return [file for file in folder.rglob("*") if file.is_file()]


def test_a_class_gets_a_number_each_and_one_file_with_all(app: Flask, school: BuiltSchool) -> None:
    school_class = school.school_class("10.a")
    anna, elza = school.pupil("Anna", "Bērziņa", school_class), school.pupil("Elza", "Čakste", school_class)
    issued = issued_by(app, school, anna, elza, class_id=school_class.id)
    found = documents(school)
    assert [(one.person_id, one.number_text, one.format) for one in found] == [
        (anna.id, "1", "html"),
        (elza.id, "2", "html"),
    ]
    assert issued.document_ids == [one.id for one in found]
    with school.read() as session:
        bundle = session.scalars(select(IssuedBundle)).one()
    store = file_store(school.database, school.ref)
    together = store.read(bundle.digest).decode()
    assert (issued.bundle_id, together.count('class="paper"')) == (bundle.id, 2)
    for one, name in zip(found, ("Anna Bērziņa", "Elza Čakste"), strict=True):
        content = store.read(one.digest)
        assert hashlib.sha256(content).hexdigest() == one.digest
        assert (one.size, content.decode().count('class="paper"')) == (len(content), 1)
        assert name in content.decode()
        assert f"<dd>{one.number}</dd>" in content.decode()


def test_numbers_go_on_within_a_year_and_an_index(app: Flask, school: BuiltSchool) -> None:
    anna = school.pupil("Anna", "Bērziņa", school.school_class("10.a"))
    issued_by(app, school, anna)
    with app.app_context():
        settings = klade().settings
        school.write(lambda session: settings.change(session, "documents", {"transcript_index": "1-9"}))
    issued_by(app, school, anna)
    issued_by(app, school, anna)
    assert [one.number_text for one in documents(school)] == ["1", "1-9/1", "1-9/2"]


def test_an_index_is_short_and_plain(app: Flask, school: BuiltSchool) -> None:
    settings = klade(app).settings
    with app.app_context(), pytest.raises(Invalid):
        school.write(lambda session: settings.change(session, "documents", {"transcript_index": "1/9; x"}))


def test_who_is_overtaken_makes_the_document_anew(
    app: Flask, school: BuiltSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between rendering and entering somebody else takes the number: it is not on two papers."""
    school_class = school.school_class("10.a")
    anna, elza = school.pupil("Anna", "Bērziņa", school_class), school.pupil("Elza", "Čakste", school_class)
    rendered, others = producing.render, [elza]

    def meanwhile(session, contents):  # type: ignore[no-untyped-def]  # as render has it
        made = rendered(session, contents)
        if others:
            pupil = others.pop()
            other = threading.Thread(target=issued_by, args=(app, school, pupil))
            other.start()
            other.join()
        return made

    monkeypatch.setattr(issuing, "render", meanwhile)
    issued_by(app, school, anna)
    assert [(one.person_id, one.number) for one in documents(school)] == [(elza.id, 1), (anna.id, 2)]
    store = file_store(school.database, school.ref)
    assert ["<dd>2</dd>" in store.read(one.digest).decode() for one in documents(school)] == [False, True]


def test_a_crash_before_the_rows_leaves_only_files(
    app: Flask, school: BuiltSchool, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = school.pupil("Anna", "Bērziņa", school.school_class("10.a"))

    def dies(*_arguments: object, **_named: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(Database, "write", dies)
        with pytest.raises(KeyboardInterrupt):
            issued_by(app, school, anna)
    assert (len(documents(school)), len(files_of(school))) == (0, 1)
    issued_by(app, school, anna)
    assert [one.number for one in documents(school)] == [1]


def test_nobody_is_no_document(app: Flask, school: BuiltSchool) -> None:
    with pytest.raises(Invalid, match="nobody"):
        issued_by(app, school)


def test_the_archived_file_is_the_one_that_was_given(app: Flask, school: BuiltSchool, sign_in: SignIn) -> None:
    """What changes after the document was given changes nothing about it."""
    ilze = school.teacher("Ilze", "Kalniņa")
    school_class = school.school_class("10.a", ilze)
    anna = school.pupil("Anna", "Bērziņa", school_class)
    maths = school.journal("Matemātika", school_class, teacher=ilze)
    work = school.assessment(maths, date(2026, 11, 5), "grading.ten")
    school.mark(work, anna, "4")
    client = sign_in(ilze)
    assert client.post(f"/pargauja/documents/transcripts/{school_class.id}/issue").status_code == 303
    (document,) = documents(school)
    given = client.get(f"/pargauja/documents/issued/{document.id}/file")
    school.mark(work, anna, "9", attempt=2)
    later = client.get(f"/pargauja/documents/issued/{document.id}/file")
    assert given.data == later.data
    assert hashlib.sha256(later.data).hexdigest() == document.digest
    assert given.headers["Content-Security-Policy"].startswith("sandbox")
    assert (document.issued_by, document.issued_by_id) == ("Ilze Kalniņa", ilze.id)


def test_an_issued_document_is_not_taken_back(school: BuiltSchool, sign_in: SignIn) -> None:
    ilze = school.teacher("Ilze", "Kalniņa")
    school_class = school.school_class("10.a", ilze)
    school.pupil("Anna", "Bērziņa", school_class)
    client = sign_in(ilze)
    client.post(f"/pargauja/documents/transcripts/{school_class.id}/issue")
    with school.read() as session:
        from core.foundation.history.models import Change

        change = session.scalars(select(Change).where(Change.kind == issuing.ISSUED)).one()
    assert client.post(f"/pargauja/history/{change.id}/undo").status_code == 409
    assert len(documents(school)) == 1


def test_the_register_shows_each_only_what_is_theirs(app: Flask, school: BuiltSchool, sign_in: SignIn) -> None:
    ilze, juris = school.teacher("Ilze", "Kalniņa"), school.teacher("Juris", "Ozols")
    own, foreign = school.school_class("10.a", ilze), school.school_class("7.c", juris)
    anna, karlis = school.pupil("Anna", "Bērziņa", own), school.pupil("Kārlis", "Dūmiņš", foreign)
    issued_by(app, school, anna)
    issued_by(app, school, karlis)
    mine, other = documents(school)
    names = re.compile(r"Bērziņa Anna|Dūmiņš Kārlis")
    assert names.findall(sign_in(ilze).get("/pargauja/documents/issued").text) == ["Bērziņa Anna"]
    assert names.findall(sign_in("secretary").get("/pargauja/documents/issued").text) == [
        "Dūmiņš Kārlis",
        "Bērziņa Anna",
    ]
    client = sign_in(ilze)
    assert client.get(f"/pargauja/documents/issued/{mine.id}/file").status_code == 200
    assert client.get(f"/pargauja/documents/issued/{other.id}/file").status_code == 404
    assert sign_in(school.guardian("Inga", "Bērziņa", anna)).get("/pargauja/documents/issued").status_code == 403
