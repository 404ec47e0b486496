"""Runs the `klade` command with the watch over history: `python -m core.testing.watched run --port 8140`."""

from core.cli import main
from core.testing import watch

if __name__ == "__main__":
    watch.install()
    main()
