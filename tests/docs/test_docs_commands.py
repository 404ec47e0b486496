"""The commands, targets and environment variables that the documents name exist, with those options."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from core.app import create_klade
from core.cli.main import _OWN, group

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
BLOCK = re.compile(r"```(?:\w*)\n(.*?)```", re.DOTALL)


def lines(document: Path) -> Iterator[str]:
    """Commands in blocks, one a line."""
    for block in BLOCK.findall(document.read_text()):
        yield from (line.strip() for line in block.splitlines())


def commands() -> Iterator[tuple[str, list[str]]]:
    for document in DOCUMENTS:
        for line in lines(document):
            found = re.match(r"(?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?klade (.+)", line)
            if found and "(" not in line:
                yield f"{document.name}: {line}", shlex.split(found[1])


def faults(command: click.Command, words: list[str]) -> Iterator[str]:
    """What `klade` would refuse of these words; they are parsed, not run."""
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.commands.get(words[0])
        if found is None:
            yield f"no command {words[0]}"
            return
        command, words = found, words[1:]
    try:
        given, _rest, _order = command.make_parser(click.Context(command)).parse_args(words)
    except click.UsageError as error:
        yield error.message
        return
    if isinstance(command, click.Group):
        return
    for parameter in command.params:
        if parameter.required and not given.get(str(parameter.name)):
            yield f"{parameter.name} is missing"


@pytest.mark.plugins("viis_sync")
def test_commands_take_what_the_documents_give_them() -> None:
    klade = click.Group("klade", params=list(group.params))
    for command in (*_OWN, *(owned.value for owned in create_klade().plugins.commands())):
        klade.add_command(command)
    found = list(commands())
    assert len(found) > 20
    assert [(said, fault) for said, words in found for fault in faults(klade, words)] == []


def test_make_has_the_targets_that_the_documents_name() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {name for document in DOCUMENTS for name in re.findall(r"`make ([a-z]+)", document.read_text())}
    named |= {
        name for document in DOCUMENTS for line in lines(document) for name in re.findall(r"^make ([a-z]+)", line)
    }
    assert named
    assert named - targets == set()


def test_every_variable_of_the_environment_stands_in_the_guide_of_administrators() -> None:
    read = re.compile(r'(?:environ\.get\(\s*|environ\[|number\(|VARIABLE = )"(KLADE_\w+)"')
    found = {
        name
        for file in ROOT.glob("core/**/*.py")
        if "testing" not in file.parts
        for name in read.findall(file.read_text())
    }
    for file in ROOT.glob("plugins/*/klade_*/**/*.py"):
        found |= set(re.findall(r'"(KLADE_\w+)"', file.read_text()))
    text = (ROOT / "docs/administrators.md").read_text()
    assert len(found) > 8
    assert {name for name in found if f"`{name}`" not in text} == set()
    assert set(re.findall(r"`(KLADE_\w+)`", text)) - found == set()
