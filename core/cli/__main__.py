"""`python -m core.cli`: the `klade` command."""

from core.cli import main

main()
