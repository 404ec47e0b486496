"""The press: what a template may not do, and what is said of it."""

import json
import time
from collections.abc import Callable

import pytest
from flask import Flask

from core.foundation.errors import Invalid
from klade_printing.press import Limits, Printed, typeset

HEAD = '#set document(title: "Paraugs")\n#set text(lang: "lv")\n'
Print = Callable[..., Printed]


@pytest.fixture
def printed(app: Flask) -> Print:
    """Prints one template as a document."""

    def printed(text: str, *, data: str = "{}", seconds: int = 5, **files: str) -> Printed:
        others = {f"{name}.typ": other for name, other in files.items()}
        with app.test_request_context(headers={"Accept-Language": "en"}):
            return typeset({"paper.typ": HEAD + text, **others}, "paper.typ", [data], Limits(seconds, 1024))

    return printed


def refused(printed: Print, text: str, **named: object) -> str:
    with pytest.raises(Invalid) as found:
        printed(text, **named)
    return str(found.value)


def test_several_inputs_are_as_many_documents(app: Flask) -> None:
    inputs = [json.dumps({"name": name}) for name in ("Anna", "Elza", "Ģirts")]
    with app.app_context():
        made = typeset({"a.typ": HEAD + "#json(bytes(sys.inputs.data)).name"}, "a.typ", inputs)
    assert [file[:8] for file in made.files] == [b"%PDF-1.7"] * 3
    assert len(set(made.files)) == 3


def test_data_is_text_and_never_markup(printed: Print) -> None:
    from io import BytesIO

    from pypdf import PdfReader

    data = json.dumps({"name": '#read("main.typ") *x* $y$'})
    made = printed("#json(bytes(sys.inputs.data)).name", data=data)
    assert '#read("main.typ") *x* $y$' in PdfReader(BytesIO(made.files[0])).pages[0].extract_text()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('#read("/etc/passwd")', "file not found"),
        ('#image("../../../../etc/hostname")', "outside of the project"),
        ('#import "@preview/cetz:0.3.4": canvas', "packages from the network are not available here"),
        ('#import ("@pre" + "view/cetz:0.3.4"): canvas', "packages from the network are not available here"),
        ("#unknown-name", "unknown variable: unknown-name"),
    ],
)
def test_a_template_reaches_neither_files_nor_the_network(printed: Print, text: str, reason: str) -> None:
    assert reason in refused(printed, text)


def test_a_fault_is_named_with_its_place(printed: Print) -> None:
    said = refused(printed, "A\n#let a = (")
    assert "paper.typ:4" in said


@pytest.mark.one_engine("sqlite", reason="no database is asked; it waits for seconds")
@pytest.mark.alone
def test_a_template_that_never_ends_is_ended(printed: Print) -> None:
    started = time.monotonic()
    endless = "#for i in range(100000) { for j in range(100000) { if i + j < 0 [x] } }"
    assert "too long" in refused(printed, endless, seconds=1)
    assert time.monotonic() - started < 8


@pytest.mark.one_engine("sqlite", reason="no database is asked; it fills a gigabyte")
def test_a_template_that_wants_all_memory_gets_none(printed: Print) -> None:
    greedy = '#let s = "0123456789abcdef" * 60000000\n#let t = s + s + s\n#t.len()'
    assert "too much memory" in refused(printed, greedy, seconds=10)


def test_a_font_that_is_not_there_is_told(printed: Print) -> None:
    assert printed('#set text(font: "Nav Tāda")\nā').warnings == ["unknown font family: nav tāda"]
    assert printed('#set text(font: "Libertinus Serif")\nā').warnings == []
