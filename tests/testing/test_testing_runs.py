"""What closes a run: how many tests each engine had, what ran on one only and why, and what nobody ran."""

import subprocess
import sys
from pathlib import Path

TESTS = '''
import pytest

def test_of_nothing(): ...

def test_of_both(engine): assert engine in {"sqlite", "postgresql"}

@pytest.mark.one_engine("sqlite", reason="files can be copied")
def test_of_files(engine): assert engine == "sqlite"

@pytest.mark.soak
def test_for_an_hour(engine):
    """A thousand schools."""

@pytest.mark.plugins("no_such_plugin")
def test_of_a_plugin(): raise AssertionError
'''


def run(folder: Path, text: str, *arguments: str) -> tuple[int, str]:
    (folder / "test_it.py").write_text(text)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_it.py", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_summary_counts_engines_and_names_what_is_left(tmp_path: Path) -> None:
    code, output = run(tmp_path, TESTS)
    assert code == 0, output
    assert "SQLite: 2 tests\nPostgreSQL: 1 tests\nwithout a database: 1 tests\n" in output
    assert "only on SQLite, because files can be copied: test_it.py: test_of_files" in output
    assert "test_it.py::test_for_an_hour: A thousand schools." in output
    assert "4 passed, 1 skipped, 2 deselected" in output.splitlines()[-1]


LOOKING = """
import pytest

@pytest.mark.both_views
def test_of_a_page(engine, view): ...
"""


def test_a_page_is_looked_at_in_the_second_view_on_one_engine(tmp_path: Path) -> None:
    code, output = run(tmp_path, LOOKING)
    assert code == 0, output
    assert "SQLite: 2 tests\nPostgreSQL: 1 tests\n" in output
    assert "narrow and dark only on SQLite, because it is the same page: 1 tests left out" in output
    assert "2 passed" in run(tmp_path, LOOKING, "--engine", "postgresql")[1].splitlines()[-1]


def test_soaking_runs_the_long_tests_only(tmp_path: Path) -> None:
    code, output = run(tmp_path, TESTS, "--soak", "--engine", "sqlite")
    assert code == 0, output
    assert "1 passed, 4 deselected" in output.splitlines()[-1]


def test_one_engine_needs_a_reason(tmp_path: Path) -> None:
    code, output = run(tmp_path, "import pytest\n@pytest.mark.one_engine('sqlite')\ndef test_it(engine): ...\n")
    assert code != 0
    assert "one_engine needs one of sqlite, postgresql and a reason" in output
