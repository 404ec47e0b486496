"""Makes requirements.lock: every version of every dependency with its hashes, and no address."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
ADDRESS = re.compile(r"\w+://|^--|^-\w\b|@ ", re.MULTILINE)


def main(arguments: list[str]) -> None:
    sources = [ROOT / "pyproject.toml", *sorted(ROOT.glob("plugins/*/pyproject.toml"))]
    own = [tomllib.loads(source.read_text())["project"]["name"] for source in sources]
    command = [
        *(sys.executable, "-m", "uv", "--quiet", "pip", "compile", *sources),
        *("--group", "dev", "--all-extras", "--universal", "--python-version", "3.11", "--generate-hashes"),
        *("--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate", "--output-file", LOCK),
        *(argument for name in own for argument in ("--no-emit-package", name)),
        *arguments,
    ]
    subprocess.run([str(part) for part in command], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    found = ADDRESS.search(LOCK.read_text())
    if found:
        sys.exit(f"requirements.lock holds an address or an option: {found.group()!r}")
    print(f"{LOCK.name}: {sum('==' in line for line in LOCK.read_text().splitlines())} packages")


if __name__ == "__main__":
    main(sys.argv[1:])
