"""What every answer carries, where files come from, and in which language."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from core.web.assets import OWN, Assets
from core.web.views import _own_page


@pytest.fixture
def visitor(shell_app: Flask) -> FlaskClient:
    return shell_app.test_client()


@pytest.mark.parametrize("path", ["/", "/plain", "/healthz", "/no/such"])
def test_every_answer_forbids_foreign_content(visitor: FlaskClient, path: str) -> None:
    headers = visitor.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


def test_pages_hold_nothing_inline(visitor: FlaskClient) -> None:
    for path in ("/", "/plain", "/no/such"):
        page = visitor.get(path).get_data(as_text=True)
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", page)


def test_files_may_be_kept_for_ever(visitor: FlaskClient) -> None:
    page = visitor.get("/plain").get_data(as_text=True)
    found = re.findall(r'"(/static/[^"]+)"', page)
    assert found
    for address in found:
        file = visitor.get(address)
        assert file.status_code == 200, address
        assert "immutable" in file.headers["Cache-Control"]
        assert file.headers["X-Content-Type-Options"] == "nosniff"
        file.close()


def test_modules_find_each_other_beside_themselves() -> None:
    for script in (OWN / "js").rglob("*.js"):
        for name in re.findall(r'(?:from|import)\s+"([^"]+)"', script.read_text()):
            assert (script.parent / name).resolve().is_file(), f"{script.name} imports {name}"


def test_any_changed_file_renames_the_tree(tmp_path: Path) -> None:
    (tmp_path / "grid.js").write_text("1")
    before = Assets({"extra": tmp_path}).root
    assert Assets({"extra": tmp_path}).root == before
    (tmp_path / "grid.js").write_text("2")
    assert Assets({"extra": tmp_path}).root != before
    assert Assets({"extra": tmp_path}).url("plugins/extra/grid.js").endswith("/plugins/extra/grid.js")


@pytest.mark.parametrize(
    ("wanted", "language"),
    [("lv-LV,lv;q=0.9,en;q=0.8", "lv"), ("en-GB,en;q=0.9", "en"), ("de", "lv"), ("", "lv"), ("ru,en;q=0.5", "en")],
)
def test_the_browsers_language_is_followed(visitor: FlaskClient, wanted: str, language: str) -> None:
    page = visitor.get("/plain", headers={"Accept-Language": wanted}).get_data(as_text=True)
    assert f'<html lang="{language}"' in page


@pytest.mark.parametrize(
    "address",
    ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "javascript:alert(1)", "elsewhere"],
)
def test_a_choice_never_leads_elsewhere(address: str) -> None:
    assert _own_page(address) == "/"


@given(st.from_regex(r"/[a-z0-9/]*(\?[a-z]+=[a-z0-9]+)?", fullmatch=True))
def test_a_choice_comes_back_to_its_page(address: str) -> None:
    assert _own_page(address) == ("/" if address.startswith("//") else address)
