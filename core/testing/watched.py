"""Runs the `klade` command as tests do: watched over history, on the test's clock.

`python -m core.testing.watched run --port 8140`
"""

from core.cli import main
from core.testing import wall_clock, watch

if __name__ == "__main__":
    watch.install()
    wall_clock.follow()
    main()
