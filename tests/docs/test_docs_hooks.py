"""Each hook has a paragraph, a caller in core, an implementation in a plugin; the public surface is the stored one."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT))

from tools import documents  # noqa: E402  # needs the line above where Klade is installed from a wheel

HOOKS = {
    node.name: documents.signature(node)
    for node in ast.parse((ROOT / "hooks.py").read_text()).body
    if isinstance(node, ast.FunctionDef)
}
PLUGIN_SOURCES = sorted([*ROOT.glob("plugins/*/klade_*/**/*.py"), *ROOT.glob("tests/docs/lockers/klade_*/**/*.py")])


def paragraphs() -> dict[str, str]:
    """Signature → what the document says below it."""
    text = (ROOT / "docs/plugins/hooks.md").read_text()
    found = re.split(r"^### `(.+)`$", text, flags=re.MULTILINE)[1:]
    return {
        heading: re.split(r"^##", below, flags=re.MULTILINE)[0].strip()
        for heading, below in zip(*[iter(found)] * 2, strict=True)
    }


def test_the_document_has_each_hook_with_its_signature_and_no_other() -> None:
    assert sorted(paragraphs()) == sorted(HOOKS.values())
    assert [heading for heading, text in paragraphs().items() if len(text.split()) < 15] == []


@pytest.mark.parametrize("hook", HOOKS)
def test_core_asks(hook: str) -> None:
    facade = (ROOT / "core/foundation/plugins/facade.py").read_text()
    assert re.search(rf'self\._(?:asked|distinct|first)\(\s*"{hook}"', facade), "not asked by the facade"
    others = [file for file in ROOT.glob("core/**/*.py") if file.name != "facade.py"]
    assert any(re.search(rf"plugins\.{hook}\(", file.read_text()) for file in others), "nobody in core asks the facade"


@pytest.mark.parametrize("hook", HOOKS)
def test_a_plugin_of_klade_implements(hook: str) -> None:
    implemented = {name for file in ROOT.glob("plugins/*/klade_*/plugin.py") for name in implementations(file)}
    assert hook in implemented


def implementations(file: Path) -> Iterator[str]:
    for node in ast.parse(file.read_text()).body:
        if isinstance(node, ast.FunctionDef) and any(ast.unparse(one) == "hookimpl" for one in node.decorator_list):
            yield node.name


def test_the_public_surface_is_the_stored_one() -> None:
    stored, present = (set(text.splitlines()) for text in (documents.SURFACE.read_text(), documents.surface()))
    changed = sorted([f"- {line}" for line in stored - present] + [f"+ {line}" for line in present - stored])
    assert not changed, "\n".join(["python tools/documents.py takes these over:", *changed])


def test_plugins_use_only_the_public_surface() -> None:
    names = {re.split(r"[(:]", line)[0] for line in documents.SURFACE.read_text().splitlines()}
    known = names | {name.rpartition(".")[0] for name in names}
    beyond = [
        f"{file.relative_to(ROOT)}: {name}" for file in PLUGIN_SOURCES for name in imported(file) if name not in known
    ]
    assert beyond == []


def imported(file: Path) -> Iterator[str]:
    """What a source takes from Klade."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in {"core", "hooks"}:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_the_tutorial_shows_its_files_as_they_are() -> None:
    text = documents.TUTORIAL.read_text()
    assert documents.shown(text) == text, "python tools/documents.py takes the files over"
    package = {
        file for file in (ROOT / "tests/docs/lockers").rglob("*") if file.suffix in {".py", ".html", ".po", ".toml"}
    }
    assert package - set(documents.shown_files(text)) == set()
