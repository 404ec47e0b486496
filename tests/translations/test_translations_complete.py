"""No text reaches a person untranslated, in Latvian or in English."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted([*ROOT.glob("core/**/templates/**/*.html"), *ROOT.glob("plugins/*/klade_*/templates/**/*.html")])
SILENT = {"kbd", "script", "style"}  # keys are written as keyboards write them
SPOKEN = {"alt", "aria-description", "aria-label", "aria-roledescription", "label", "placeholder", "title"}
NAMES = {"Klade", "SHA", "VIIS"}
MARKUP = re.compile(r"""[\w-]+="[^"]*"|[\w-]*(?:--|__)[\w-]*""")
QUOTED = re.compile("“[^”]*”")
WORD = re.compile(r"[^\W\d_]{2,}")
LATVIAN = re.compile("[āčēģīķļņšūžĀČĒĢĪĶĻŅŠŪŽ]")


class Texts(HTMLParser):
    """Collects what a person would read or hear of a template, beside what Jinja puts in."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT
        self.found += [value for name, value in attrs if name in SPOKEN and value and says(value)]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self._silent and says(data):
            self.found.append(data.strip())


def says(text: str) -> bool:
    """There is a word in it; attributes and class names, which blocks and macros put together, are none."""
    return any(word not in NAMES for word in WORD.findall(MARKUP.sub("", text)))


def without_jinja(source: str) -> str:
    """The template with Jinja's parts cut out; text between `{% trans %}` and its end is translated."""
    source = re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)
    source = re.sub(r"\{%-?\s*trans\b.*?%\}.*?\{%-?\s*endtrans\s*-?%\}", "", source, flags=re.DOTALL)
    return re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", source, flags=re.DOTALL)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_says_nothing_untranslated(template: Path) -> None:
    texts = Texts()
    texts.feed(without_jinja(template.read_text()))
    assert texts.found == []


def test_what_is_untranslated_would_be_found() -> None:
    texts = Texts()
    texts.feed(
        without_jinja('<p title="Close">{{ _("Open") }} Saglabāt</p>{# no #}<b>{% trans %}Yes{% endtrans %}</b>')
    )
    assert texts.found == ["Close", "Saglabāt"]


def test_every_text_has_its_latvian() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "catalogues.py"), "check"], capture_output=True, text=True, check=False
    )
    first = "\n".join(done.stdout.splitlines()[:20])
    assert done.returncode == 0, f"{first}\n{done.stderr}"


def test_texts_are_written_in_english() -> None:
    """An English reader sees msgids as they are: no Latvian letters in them, but in quoted examples."""
    found = []
    for catalogue in [*ROOT.glob("core/translations/**/*.po"), *ROOT.glob("plugins/*/*/translations/**/*.po")]:
        for line in catalogue.read_text().splitlines():
            if line.startswith("msgid") and LATVIAN.search(QUOTED.sub("", line)):
                found.append(f"{catalogue.name}: {line}")
    assert found == []
