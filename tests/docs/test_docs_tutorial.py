"""The plugin of `docs/plugins/tutorial.md` installs, its migration is in step with its models, and its tests pass."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TUTORIAL = Path(__file__).parent / "lockers"
LEFT = shutil.ignore_patterns("__pycache__", "*.mo")


@pytest.fixture(scope="module")
def author(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of somebody who wrote the plugin in a folder of their own and installed it beside Klade."""
    folder = tmp_path_factory.mktemp("author")
    shutil.copytree(TUTORIAL, folder / "lockers", ignore=LEFT)
    catalogues = [str(folder / "lockers/klade_lockers/translations"), "--domain", "lockers"]
    _run([_beside("pybabel"), "compile", "--directory", *catalogues], folder)
    installing = ["uv", "pip", "install", "--quiet", "--offline", "--no-deps", "--no-build-isolation"]
    _run([sys.executable, "-m", *installing, "--target", str(folder / "site"), str(folder / "lockers")], folder)
    return {"PYTHONPATH": str(folder / "site"), "KLADE_DATA": str(folder / "data"), "HOME": str(folder / "lockers")}


def _beside(program: str) -> str:
    return str(Path(sys.executable).with_name(program))


def _run(command: list[str], folder: Path | str, **environment: str) -> str:
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{' '.join(command)}:\n{done.stdout}{done.stderr}"
    return done.stdout


def test_the_tests_of_the_tutorial_pass_on_both_engines(author: dict[str, str]) -> None:
    said = _run([sys.executable, "-m", "pytest", "-p", "no:cacheprovider"], author["HOME"], **author)
    assert "SQLite: 5 tests" in said
    assert "PostgreSQL: 5 tests" in said


def test_its_migration_builds_what_its_models_say(author: dict[str, str]) -> None:
    _run([_beside("klade"), "db", "check"], author["HOME"], **author)


def test_a_school_enables_and_disables_it(author: dict[str, str]) -> None:
    klade = _beside("klade")
    _run([klade, "school", "create", "pargauja", "--name", "Pārgaujas ģimnāzija"], author["HOME"], **author)
    assert "✓ lockers" in _run([klade, "plugin", "list", "--school", "pargauja"], author["HOME"], **author)
    _run([klade, "plugin", "disable", "lockers", "--school", "pargauja"], author["HOME"], **author)
    assert "✓ lockers" not in _run([klade, "plugin", "list", "--school", "pargauja"], author["HOME"], **author)
