"""The browser of the tests sees what a person's would complain about."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page

from core.testing.browsers import Complaints, View, assert_accessible

GOOD = """<!doctype html><html lang="lv"><title>Klase</title><main><h1>10.a klase</h1><p>Anna</p></main></html>"""
UNNAMED = """<!doctype html><html lang="lv"><title>Klase</title><main><h1>10.a</h1><input type="text"></main></html>"""
WIDE = GOOD.replace("<p>", '<p><img alt="" width="1600" height="1" src="/dot.svg">')
INLINE = GOOD.replace("</main>", "<script>document.title = 'x'</script></main>")
PAGES = {"/good": GOOD, "/unnamed": UNNAMED, "/wide": WIDE, "/inline": INLINE}


class Handler(BaseHTTPRequestHandler):
    """Serves the pages above under Klade's policy."""

    def do_GET(self) -> None:
        page = PAGES.get(self.path)
        self.send_response(200 if page else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", "default-src 'self'")
        self.end_headers()
        self.wfile.write((page or "").encode())

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.both_views
def test_a_good_page_has_no_complaint(page: Page, address: str, view: View, complaints: Complaints) -> None:
    complaints.expect("favicon.ico")
    page.goto(f"{address}/good")
    assert_accessible(page)
    assert page.evaluate("innerWidth") == view.width
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") == (view.colours == "dark")
    assert page.evaluate("navigator.language") == "lv-LV"


def test_an_unnamed_field_is_not_accessible(page: Page, address: str, complaints: Complaints) -> None:
    complaints.expect("favicon.ico")
    page.goto(f"{address}/unnamed")
    with pytest.raises(AssertionError, match="label"):
        assert_accessible(page)


def test_a_page_wider_than_the_window_is_not_accessible(page: Page, address: str, complaints: Complaints) -> None:
    complaints.expect("favicon.ico|dot.svg")
    page.goto(f"{address}/wide")
    with pytest.raises(AssertionError, match="px wider than the window"):
        assert_accessible(page)


def test_an_inline_script_is_a_complaint(page: Page, address: str, complaints: Complaints) -> None:
    complaints.expect("favicon.ico")
    page.goto(f"{address}/inline")
    [text] = complaints.unexpected
    assert "Content Security Policy" in text
    complaints.expect("Content Security Policy")


def test_an_uncaught_error_is_a_complaint(page: Page, address: str, complaints: Complaints) -> None:
    complaints.expect("favicon.ico")
    page.goto(f"{address}/good")
    page.evaluate("setTimeout(() => { throw new Error('no such lesson') })")
    page.wait_for_timeout(100)
    [text] = complaints.unexpected
    assert "no such lesson" in text
    complaints.expect("no such lesson")


def test_the_browser_reaches_nobody_else(page: Page, complaints: Complaints) -> None:
    complaints.expect("ERR_NAME_NOT_RESOLVED")
    with pytest.raises(Exception, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://school.example/")
