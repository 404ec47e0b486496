"""Finds what the browser tests need of the machine; installs it where that may be done, else says what to install."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def ready_chromium() -> str:
    """The path of a browser that Playwright can drive.

    As root on Debian and Ubuntu what is missing is installed with apt-get. Raises UsageError with what to install.
    """
    missing = {}
    if find_chromium() is None:
        missing["Chromium or Chrome"] = ["chromium", "fonts-liberation"]
    if not _driver_runs():
        missing["a library of Playwright's driver"] = ["libatomic1"]
    if missing:
        _install(missing)
    found = find_chromium()
    assert found is not None
    return found


def find_chromium() -> str | None:
    """The browser that `CHROMIUM` names, or one under its usual name."""
    named = os.environ.get("CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), None)
    return named or (str(_MAC) if _MAC.exists() else None)


def _driver_runs() -> bool:
    from playwright._impl._driver import compute_driver_executable

    node = compute_driver_executable()[0]
    return subprocess.run([node, "--version"], capture_output=True, check=False).returncode == 0


def _install(missing: dict[str, list[str]]) -> None:
    what = " and ".join(missing)
    packages = [package for names in missing.values() for package in names]
    if not (hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")):
        raise pytest.UsageError(
            f"The browser tests need {what}. Debian, Ubuntu: sudo apt install {' '.join(packages)}. "
            "A browser elsewhere can be named: CHROMIUM=/path/to/chrome make test"
        )
    print(f"\n{what} not found: installing {', '.join(packages)} with apt-get", file=sys.__stderr__, flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", *command], env=quiet, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise pytest.UsageError(f"apt-get {command[0]} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
