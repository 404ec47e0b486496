"""`python -m bench`: builds a demonstration school in a folder of its own and measures."""

import sys

from bench import journal, program, viis
from bench.place import prepared


def main() -> None:
    """Print each figure as soon as it is there; names as arguments choose rooms (journal, program, viis)."""
    rooms = {"journal": journal.figures, "viis": viis.figures, "program": program.figures}
    chosen = sys.argv[1:] or list(rooms)
    with prepared() as place:
        for name in chosen:
            for figure in rooms[name](place):
                sys.stdout.write(figure.line() + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
