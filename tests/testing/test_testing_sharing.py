"""A run in several processes: one summary, one PostgreSQL, one template, and quiet for who measures."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

pytest.importorskip("xdist")

TWO = ("-n", "2", "--dist", "worksteal")

TESTS = '''
import os, time
from pathlib import Path
import pytest

def note(text):
    with open("noted", "a") as file:
        file.write(text + "\\n")

@pytest.mark.parametrize("number", range(4))
def test_of_both(engine, installation, cluster, number):
    folder = installation.folder
    note(f"{engine} {folder.parent} {folder.name} {cluster.url('postgres', 'postgres') if cluster else ''}")
    time.sleep(0.2)

@pytest.mark.one_engine("sqlite", reason="files can be copied")
def test_of_files(engine): ...

@pytest.mark.soak
def test_for_an_hour(engine):
    """A thousand schools."""
'''

MEASURING = """
import time
import pytest

def note(text):
    with open("noted", "a") as file:
        file.write(text + "\\n")

@pytest.mark.parametrize("number", range(12))
def test_something(number):
    note("begins")
    time.sleep(0.05)
    note("ends")

@pytest.mark.alone
@pytest.mark.parametrize("number", range(4))
def test_of_speed(number):
    note("alone")
    time.sleep(0.1)
    note("no more")
"""

CRASHING = """
import os
import pytest

def test_before(): ...

def test_that_kills(): os._exit(3)

@pytest.mark.parametrize("number", range(6))
def test_after(number): ...
"""

WAITING = """
import time
from pathlib import Path

def test_for_long(server, cluster):
    Path(f"{server.url.rpartition(':')[2]}.port").write_text(str(server.installation.folder))
    time.sleep(60)
"""


def command(folder: Path, text: str, *arguments: str) -> list[str]:
    (folder / "test_it.py").write_text(text)
    return [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_it.py", *arguments]


def run(folder: Path, text: str, *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        command(folder, text, *arguments), cwd=folder, capture_output=True, text=True, check=False, env=environment()
    )
    return done.returncode, done.stdout + done.stderr


def environment() -> dict[str, str]:
    """As a person's shell has it: this process may itself be one of several."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}


def test_processes_share_what_is_made_once_and_close_with_one_summary(tmp_path: Path) -> None:
    code, output = run(tmp_path, TESTS, *TWO)
    assert code == 0, output
    assert "SQLite: 5 tests\nPostgreSQL: 4 tests\nwithout a database: 0 tests\n" in output
    assert "only on SQLite, because files can be copied: test_it.py: test_of_files" in output
    assert "test_it.py::test_for_an_hour: A thousand schools." in output
    assert "9 passed" in output.splitlines()[-1]

    noted = [line.split() for line in (tmp_path / "noted").read_text().splitlines()]
    [folder] = {folder for _, folder, _, _ in noted}
    assert len({name for _, _, name, _ in noted}) == len(noted), "each test has its own"
    assert len({name[: len("klade_test_gw0")] for _, _, name, _ in noted}) == 2, "both processes had some"
    assert len({address for *_, address in noted}) == 1, "one PostgreSQL"
    assert not Path(folder).exists()


def test_a_failure_stops_the_run_and_is_told_in_full(tmp_path: Path) -> None:
    code, output = run(tmp_path, "def test_it():\n    pupils = 1\n    assert pupils == 2\n", *TWO, "-x")
    assert code != 0
    assert "assert 1 == 2" in output
    assert "1 failed" in output.splitlines()[-1]


def test_who_measures_is_alone(tmp_path: Path) -> None:
    code, output = run(tmp_path, MEASURING, *TWO)
    assert code == 0, output
    noted = (tmp_path / "noted").read_text().splitlines()
    running, most = 0, 0
    for place, line in enumerate(noted):
        running += {"begins": 1, "ends": -1}.get(line, 0)
        most = max(most, running)
        if line == "alone":
            assert running == 0, noted
            assert noted[place + 1] == "no more", noted
    assert most == 2, "the others ran side by side"
    assert noted.count("alone") == 4


def test_a_process_that_dies_fails_the_run(tmp_path: Path) -> None:
    code, output = run(tmp_path, CRASHING, *TWO)
    assert code != 0
    assert "crashed while running 'test_it.py::test_that_kills'" in output
    assert "1 failed, 7 passed" in output.splitlines()[-1]


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks for processes in /proc")
def test_an_interrupted_run_leaves_nothing_behind(tmp_path: Path) -> None:
    process = subprocess.Popen(
        command(tmp_path, WAITING, *TWO),
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        # What runs in the background, as this may, hands down that it ignores Ctrl+C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - it takes no lock
    )
    try:
        until = time.monotonic() + 180
        while len(list(tmp_path.glob("*.port"))) < 2:
            assert time.monotonic() < until
            assert process.poll() is None
            time.sleep(0.1)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does on Ctrl+C
        process.wait(180)
    finally:
        process.kill()
        process.wait()
    [folder] = {Path(port.read_text()).parent for port in tmp_path.glob("*.port")}
    assert not folder.exists()
    traces = [str(folder), *(f"--port {port.stem} " for port in tmp_path.glob("*.port"))]
    assert [line for line in commands() if any(trace in line for trace in traces)] == []


def commands() -> Iterator[str]:
    """The command lines of all processes."""
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            yield file.read_text().replace("\0", " ")
