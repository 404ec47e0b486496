"""Makes .venv what requirements.lock and the pyproject files say; idle when it already is. Standard library only."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv"
PYTHON = HOME / "bin" / "python"
LOCK = ROOT / "requirements.lock"
STAMP = HOME / "klade-set-up"
OLDEST = (3, 11)


def main() -> None:
    if sys.version_info < OLDEST:
        sys.exit(
            f"Klade needs Python {OLDEST[0]}.{OLDEST[1]} or newer; {sys.executable} is {sys.version.split()[0]}.\n"
            "Install a newer one, or name it: make setup PYTHON=/path/to/python3.12"
        )
    if not STAMP.exists() or STAMP.read_text() != wanted():
        install()
    if stale_catalogues():
        run(PYTHON, ROOT / "tools" / "catalogues.py", "compile")


def distributions() -> list[Path]:
    return [ROOT, *sorted(path.parent for path in ROOT.glob("plugins/*/pyproject.toml"))]


def wanted() -> str:
    """The digest of everything that decides what is installed, and where."""
    digest = hashlib.sha256(f"{ROOT}\n".encode())
    for path in [LOCK, *(folder / "pyproject.toml" for folder in distributions())]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def install() -> None:
    if not works(PYTHON):
        create()
    say("installing what requirements.lock names …")
    if subprocess.run([str(PYTHON), "-m", "uv", "--version"], capture_output=True, check=False).returncode:
        install_uv()
    environment = {**os.environ, "VIRTUAL_ENV": str(HOME), "UV_PYTHON_DOWNLOADS": "never", "UV_LINK_MODE": "copy"}
    uv = (PYTHON, "-m", "uv", "--quiet", "pip")
    run(*uv, "sync", "--require-hashes", LOCK, env=environment)
    editables = [argument for folder in distributions() for argument in ("--editable", str(folder))]
    # The build back end is in the lock too, so nothing is fetched that has no hash.
    run(*uv, "install", "--no-deps", "--no-build-isolation", *editables, env=environment)
    STAMP.write_text(wanted())


def works(python: Path) -> bool:
    if not python.exists():
        return False
    probe = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    return subprocess.run([str(python), "-c", probe], check=False).returncode == 0


def create() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        sys.exit(
            "This Python cannot make virtual environments: its module ensurepip is missing.\n"
            f"On Debian and Ubuntu: sudo apt install python3-venv   (or python{version}-venv)\nThen repeat."
        )
    say(f"creating {HOME.name} with {sys.executable} …")
    venv.create(HOME, with_pip=True, clear=HOME.exists())


def install_uv() -> None:
    """uv by pip, of the version and with the hashes of the lock."""
    found = re.search(r"^uv==(?:.*\\\n)*.*\n", LOCK.read_text(), re.MULTILINE)
    if found is None:
        sys.exit("requirements.lock does not name uv; make it anew with `make lock`.")
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as only_uv:
        only_uv.write(found.group())
        only_uv.flush()
        run(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", only_uv.name)


def stale_catalogues() -> bool:
    for source in [*ROOT.glob("core/translations/**/*.po"), *ROOT.glob("plugins/*/*/translations/**/*.po")]:
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            return True
    return False


def run(*command: Path | str, env: dict[str, str] | None = None) -> None:
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env=env, check=False)
    if done.returncode:
        sys.exit(f"setup stopped: this command failed (exit code {done.returncode}):\n  {' '.join(map(str, command))}")


def say(text: str) -> None:
    print(f"setup: {text}", flush=True)


if __name__ == "__main__":
    main()
