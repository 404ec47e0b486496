"""Files of letters: told by their content, named safely, kept while a form is mended, given only to its people."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from core.foundation.files import FileStore
from core.people.models import Person
from core.testing.schools import BuiltSchool
from klade_messaging.letters.files import Enclosures, Limits, safe_name
from klade_messaging.letters.kinds import kind_of
from klade_messaging.letters.models import LetterFile, LetterThread
from klade_messaging.letters.writing import Hat, LetterAuthor, LetterDraft, Recipient, write_letter

SignIn = Callable[[Person | str], FlaskClient]
PATH = "/pargauja/mail"
ENGLISH = {"Accept-Language": "en"}
PDF = b"%PDF-1.7\n" + b"x" * 500


def package(*names: str, first: tuple[str, bytes] | None = None) -> bytes:
    """A zip with these members."""
    made = BytesIO()
    with ZipFile(made, "w") as zip_:
        if first:
            zip_.writestr(*first)
        for name in names:
            zip_.writestr(name, b"<x/>")
    return made.getvalue()


ODT = ("mimetype", b"application/vnd.oasis.opendocument.text")


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.exe", PDF, "application/pdf"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        ("a.heic", b"\0\0\0\x18ftypheic", "image/heic"),
        (
            *("a.docx", package("[Content_Types].xml", "word/document.xml")),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("a.odt", package("content.xml", first=ODT), "application/vnd.oasis.opendocument.text"),
        ("a.txt", "Labdien! Ā".encode(), "text/plain"),
        ("a.csv", b"a;b", "text/csv"),
        ("a.docx", package("word/document.xml", "word/vbaProject.bin"), None),
        ("a.odt", package("Basic/Standard/Module1.xml", first=ODT), None),
        ("a.zip", package("a.pdf"), None),
        ("a.pdf", b"MZ\x90\0", None),
        ("a.docx", b"PK\x03\x04 damaged", None),
        ("a.html", b"<script>alert(1)</script>", None),
        ("a.svg", b"<svg onload='alert(1)'/>", None),
        ("a.txt", b"\xff\xfe\0", None),
        ("a", b"text", None),
        ("a.gif", b"GIF89a", None),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 8 else "",
)
def test_a_kind_is_told_by_what_is_in_the_file(name: str, content: bytes, expected: str | None) -> None:
    kind = kind_of(name, content)
    assert (kind.media_type if kind else None) == expected


@given(st.binary(max_size=200), st.text(max_size=20))
def test_no_content_makes_it_fail(content: bytes, name: str) -> None:
    kind_of(name, content)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("C:\\Users\\Anna\\Izraksts.pdf", "Izraksts.pdf"),
        ("../../etc/passwd", "passwd"),
        ("/tmp/ārsta zīme.jpg", "ārsta zīme.jpg"),
        ('a"b;c\r\nX: y.pdf', "a b;cX y.pdf"),
        ("izraksts\u202efdp.exe", "izrakstsfdp.exe"),
        ("...", "file"),
        ("", "file"),
        (".htaccess", "htaccess"),
        ("Cˇaks.pdf", "Cˇaks.pdf"),
    ],
)
def test_a_name_is_only_a_name(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept


@given(st.text(max_size=300))
def test_every_name_is_short_and_has_nothing_that_steers(given_name: str) -> None:
    name = safe_name(given_name)
    assert 0 < len(name) <= 100
    assert not set(name) & set('\\/:*?"<>|\r\n\0\u202e\u200b')
    assert not name.startswith(".")


# --------------------------------------------------------------------------------------------------- on the page


@pytest.fixture
def teacher(school: BuiltSchool) -> Person:
    return school.teacher("Ilze", "Kalniņa")


@pytest.fixture
def pupil(school: BuiltSchool, teacher: Person) -> Person:
    return school.pupil("Elza", "Čakste", school.school_class("10.a", teacher))


def form(pupil: Person, *files: tuple[bytes, str], **typed: object) -> dict[str, object]:
    known = {"to": f"pupil-{pupil.id}", "subject": "Par ekskursiju", "body": "Labdien!", "send": "1"}
    return known | {"files": [(BytesIO(content), name) for content, name in files]} | typed


def enclosed(school: BuiltSchool) -> list[tuple[str, str, int]]:
    with school.read() as session:
        found = session.scalars(select(LetterFile).order_by(LetterFile.id)).all()
    return [(one.name, one.media_type, one.size) for one in found]


def test_files_go_with_the_letter_and_come_back_the_same(
    school: BuiltSchool, teacher: Person, pupil: Person, sign_in: SignIn
) -> None:
    sent = sign_in(teacher).post(f"{PATH}/new", data=form(pupil, (PDF, "../Izraksts „Č”.pdf"), (b"a;b", "t.csv")))
    assert sent.status_code == 303
    assert enclosed(school) == [("Izraksts „Č”.pdf", "application/pdf", len(PDF)), ("t.csv", "text/csv", 3)]
    page = sign_in(pupil).get(sent.location).text
    first, second = re.findall(r'href="([^"]+/files/\d+)"', page)
    with sign_in(pupil).get(first) as file:
        assert file.data == PDF
        assert file.headers["Content-Disposition"].startswith("attachment; filename")
        assert "filename*=UTF-8''Izraksts%20%E2%80%9E%C4%8C%E2%80%9D.pdf" in file.headers["Content-Disposition"]
        assert file.headers["X-Content-Type-Options"] == "nosniff"
        assert file.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert (file.mimetype, file.headers["Cache-Control"]) == ("application/pdf", "no-store")
    with sign_in(teacher).get(second) as file:
        assert file.data == b"a;b"


def test_a_file_is_for_the_author_and_the_recipients_of_its_letter_only(
    school: BuiltSchool, teacher: Person, pupil: Person, sign_in: SignIn
) -> None:
    other = school.pupil("Jānis", "Egle")
    thread = sign_in(teacher).post(f"{PATH}/new", data=form(pupil, (PDF, "a.pdf"))).location
    (path,) = re.findall(r'href="([^"]+/files/\d+)"', sign_in(pupil).get(thread).text)
    for who in (other, "superuser", "head"):
        assert sign_in(who).get(path).status_code == 404
    # Another letter of the same thread does not open it.
    with school.read() as session:
        thread_id = session.scalars(select(LetterThread.id)).one()
    draft = LetterDraft(
        "",
        "Labdien!",
        [Recipient(other.id, Hat.PUPIL)],
        thread_id=thread_id,
        author=LetterAuthor(teacher.id, "Ilze Kalniņa"),
    )
    school.write(lambda session: write_letter(session, draft))
    assert sign_in(other).get(thread).status_code == 200
    assert sign_in(other).get(path).status_code == 404
    assert sign_in(teacher).get(f"{thread}/files/999").status_code == 404


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ([(b"MZ\x90", "spele.exe")], "spele.exe is none of the kinds that letters carry: pdf, jpg"),
        ([(b"<html>", "lapa.html")], "lapa.html is none of the kinds"),
        ([(b"", "tukss.pdf")], "tukss.pdf is empty"),
        ([(PDF + bytes([number]), f"{number}.pdf") for number in range(3)], "at most 2 files: 2.pdf was left out"),
    ],
    ids=["program", "page", "empty", "many"],
)
def test_a_file_that_does_not_fit_is_refused_with_its_reason(
    school: BuiltSchool,
    teacher: Person,
    pupil: Person,
    sign_in: SignIn,
    files: list[tuple[bytes, str]],
    reason: str,
) -> None:
    limits = {"answer_days": "3", "most_files": "2", "largest_file": "1", "file_kinds": "pdf jpg"}
    saved = sign_in("superuser").post("/pargauja/settings/rules/messaging", data=limits)
    assert saved.status_code in {302, 303}, saved.text
    answer = sign_in(teacher).post(f"{PATH}/new", data=form(pupil, *files), headers=ENGLISH)
    assert (answer.status_code, reason in answer.text) == (422, True)
    assert enclosed(school) == []


def test_a_file_that_is_too_large_is_refused_and_the_archive_keeps_nothing_of_it(
    school: BuiltSchool, app: Flask, tmp_path: Path
) -> None:
    store = FileStore(tmp_path / "files")
    with app.test_request_context():
        given_files = Enclosures(store, Limits(10, 2_000_000, frozenset({"pdf"})), "somebody")
        given_files.take(
            [FileStorage(BytesIO(PDF + b"x" * 2_000_000), "liels.pdf"), FileStorage(BytesIO(PDF), "b.pdf")]
        )
        with force_locale("en"):
            assert [str(one.message) for one in given_files.problems] == ["liels.pdf is larger than 2 MB."]
    assert [one.name for one in given_files.files] == ["b.pdf"]
    assert len([file for file in (tmp_path / "files").rglob("*") if file.is_file()]) == 1


def test_what_was_enclosed_survives_a_refused_form_and_can_be_left_out(
    school: BuiltSchool, teacher: Person, pupil: Person, sign_in: SignIn
) -> None:
    client = sign_in(teacher)
    refused = client.post(f"{PATH}/new", data=form(pupil, (PDF, "a.pdf"), (b"b", "b.txt"), subject=""))
    assert refused.status_code == 422
    assert "Labdien!" in refused.text
    first, second = re.findall(r'name="kept" value="([^"]+)"', refused.text)
    dropped = client.post(f"{PATH}/new", data=form(pupil, kept=[first, second], drop=first, send=[]))
    assert re.findall(r'name="kept" value="([^"]+)"', dropped.text) == [second]
    assert client.post(f"{PATH}/new", data=form(pupil, kept=[second])).status_code == 303
    assert [name for name, _, _ in enclosed(school)] == ["b.txt"]


def test_a_kept_file_is_only_its_keepers(school: BuiltSchool, teacher: Person, pupil: Person, sign_in: SignIn) -> None:
    refused = sign_in(teacher).post(f"{PATH}/new", data=form(pupil, (PDF, "a.pdf"), subject=""))
    (token,) = re.findall(r'name="kept" value="([^"]+)"', refused.text)
    for who, kept in (("deputy", token), (teacher, token[:-3] + "abc")):
        answer = sign_in(who).post(f"{PATH}/new", data=form(pupil, kept=kept), headers=ENGLISH)
        assert (answer.status_code, "A file could not be kept" in answer.text) == (422, True)
    assert enclosed(school) == []
