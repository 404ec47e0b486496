"""Every relative link and picture of the documents leads somewhere, headings included."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^)\s]+)\)|<(?:img|source)\b[^>]*?\b(?:src|srcset)=\"([^\"]+)\"")


def links(document: Path) -> list[str]:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", document.read_text(), flags=re.DOTALL)
    found = [first or second for first, second in LINK.findall(text)]
    return [target for target in found if not re.match(r"[a-z]+:", target)]


def anchors(document: Path) -> set[str]:
    """The headings as links name them."""
    found = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", document.read_text(), flags=re.DOTALL), re.MULTILINE)
    return {_anchor(heading) for heading in found}


def _anchor(heading: str) -> str:
    kept = (sign for sign in heading.lower() if sign in " -_" or unicodedata.category(sign)[0] in "LN")
    return "".join(kept).replace(" ", "-")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    wrong = []
    for target in links(document):
        path, _, anchor = target.partition("#")
        there = (document.parent / path).resolve() if path else document
        is_there = there.exists() and there.is_relative_to(ROOT)
        if not is_there or (anchor and there.suffix == ".md" and anchor not in anchors(there)):
            wrong.append(target)
    assert wrong == []


def test_every_picture_is_shown_and_they_stay_small() -> None:
    shown = {(document.parent / target).resolve() for document in DOCUMENTS for target in links(document)}
    pictures = {path for path in (ROOT / "docs/pictures").iterdir() if path.is_file()}
    assert pictures - shown == set()
    assert sum(path.stat().st_size for path in pictures) < 2_000_000


def test_every_document_is_reached_from_the_readme() -> None:
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        document = waiting.pop()
        if document in reached or document.suffix != ".md" or not document.exists():
            continue
        reached.add(document)
        waiting += [(document.parent / target.partition("#")[0]).resolve() for target in links(document)]
    assert set(DOCUMENTS) - reached == set()
