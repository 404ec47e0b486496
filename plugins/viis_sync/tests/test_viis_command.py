"""`klade viis …`: the import in a terminal, for people and for programs."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from core.cli.program import Terminal
from core.imports.models import Import
from core.people.models import Enrolment, Person
from core.testing.installations import Installation
from core.testing.schools import BuiltSchool
from klade_viis_sync.commands import viis
from klade_viis_sync.testing import ViisFile


@pytest.fixture
def file(viis_file: ViisFile, tmp_path: Path) -> Path:
    path = tmp_path / "viis.zip"
    path.write_bytes(viis_file.zip())
    return path


@pytest.fixture
def klade(installation: Installation, school: BuiltSchool, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs `klade viis …` on the test's school, in English as the messages are written."""
    from core.cli.program import in_language

    for name, value in installation.environment.items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str, stdin: str = "") -> Result:
        with Terminal() as terminal, in_language("en"):
            return CliRunner().invoke(viis, arguments, obj=terminal, input=stdin)

    return run


def count(school: BuiltSchool, model: Any) -> int:
    with school.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_dry_run_tells_and_leaves_no_trace(klade: Any, file: Path, school: BuiltSchool) -> None:
    done = klade("import", str(file), "--school", "pargauja", "--dry-run")
    assert done.exit_code == 0
    assert "New persons: 6" in done.output
    assert count(school, Import) == count(school, Person) == 0


def test_without_anybody_to_ask_the_differences_wait(klade: Any, file: Path, school: BuiltSchool) -> None:
    done = klade("import", str(file), "--school", "pargauja")
    assert done.exit_code == 0
    assert "Nothing was changed" in done.output
    assert (count(school, Import), count(school, Person)) == (1, 0)


def test_all_is_accepted_and_taken_back(klade: Any, file: Path, school: BuiltSchool) -> None:
    done = klade("import", str(file), "--school", "pargauja", "--accept", "all", "--json")
    told = json.loads(done.stdout)
    assert (told["state"], told["applied"], told["left"]) == ("applied", 15, {})
    assert told["entities"]["pupils"] == {"new": 3}
    assert count(school, Enrolment) == 3
    again = json.loads(klade("import", str(file), "--school", "pargauja", "--accept", "all", "--json").stdout)
    assert (again["applied"], again["entities"]["pupils"]) == (0, {"same": 3})
    back = json.loads(klade("take-back", str(told["import"]), "--school", "pargauja", "--json").stdout)
    assert back["left"] == 0
    assert count(school, Person) == 0


def test_only_some_sorts_are_accepted(klade: Any, file: Path, school: BuiltSchool) -> None:
    only = ("--only", "staff", "--only", "school")
    told = json.loads(klade("import", str(file), "--school", "pargauja", *only, "--json").stdout)
    assert told["applied"] == 2
    assert told["left"] == {"Not chosen": 13}
    assert count(school, Person) == 1


def test_faults_are_told_with_file_line_and_column(klade: Any, viis_file: ViisFile, file: Path) -> None:
    viis_file.row("piederiba", 1)["no_datums"] = "2027-10-01"
    file.write_bytes(viis_file.zip())
    done = klade("import", str(file), "--school", "pargauja", "--dry-run")
    assert "piederiba.csv:3:no_datums: Error: The day 1 Oct 2027 lies outside" in done.output
    (fault,) = json.loads(klade("import", str(file), "--school", "pargauja", "--dry-run", "--json").stdout)["faults"]
    assert (fault["file"], fault["line"], fault["column"], fault["severity"]) == (
        "piederiba.csv",
        3,
        "no_datums",
        "error",
    )


@pytest.mark.parametrize("how", [("--dry-run",), ("--accept", "all")])
def test_a_refused_file_ends_with_an_error(how: tuple[str, ...], klade: Any, file: Path, school: BuiltSchool) -> None:
    file.write_bytes(file.read_bytes()[:-50])
    done = klade("import", str(file), "--school", "pargauja", *how)
    assert done.exit_code == 1
    assert "viis.zip: Error: The file is damaged or was cut off" in done.output
    assert count(school, Person) == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("import", "nowhere.zip", "--school", "pargauja"),
        ("import", "FILE"),
        ("import", "FILE", "--school", "pargauja", "--accept", "some"),
        ("import", "FILE", "--school", "pargauja", "--accept", "all", "--only", "pupils"),
    ],
)
def test_a_wrong_call_is_a_usage_error(arguments: tuple[str, ...], klade: Any, file: Path) -> None:
    done = klade(*(str(file) if argument == "FILE" else argument for argument in arguments))
    assert done.exit_code == 2
