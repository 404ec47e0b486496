"""`python -m bench`: builds a demonstration school in a folder of its own and measures."""

import sys

from bench import diary, documents, growth, journal, program, viis
from bench.place import prepared


def main() -> None:
    """Print each figure as soon as it is there; names of modules as arguments choose."""
    modules = {
        "journal": journal,
        "growth": growth,
        "diary": diary,
        "documents": documents,
        "viis": viis,
        "program": program,
    }
    chosen = sys.argv[1:] or list(modules)
    with prepared() as place:
        for name in chosen:
            for figure in modules[name].figures(place):
                sys.stdout.write(figure.line() + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
