"""The process in which documents are typeset: seconds and memory by the size of the order, no file and no network.

A school's own template is a program that somebody typed. Before any of it runs, this process gives up its right to open
anything: it can compute, read what it was handed and answer, and nothing else.
"""

import json
import resource
import sys
from typing import Any

_STANDARDS = ["a-2a", "ua-1"]


def main() -> None:
    """Read one order from standard input, answer on standard output."""
    import typst

    order = json.loads(sys.stdin.buffer.read())
    # The first run loads what the library wants from Python and from its fonts; later it could not.
    compile_files: Any = typst.compile_with_warnings  # it takes a dict of files, which its types do not know yet
    compile_files({"main.typ": b"#set document(title: [A])\nA"}, ignore_system_fonts=True)
    _confine(order["seconds"], order["megabytes"])
    files = {name: text.encode() for name, text in order["files"].items()}
    made: list[bytes] = []
    warned: list[str] = []
    answer: dict[str, Any] = {"warnings": warned}
    for data in order["inputs"]:
        try:
            pdf, warnings = compile_files(
                files,
                format="pdf",
                sys_inputs={"data": data},
                pdf_standards=_STANDARDS,
                ignore_system_fonts=True,
                timestamp=order["moment"],
            )
        except typst.TypstError as error:
            answer["fault"] = {"message": error.message, "where": error.diagnostic, "hints": list(error.hints)}
            made = []
            break
        made.append(pdf)
        warned.extend(warning.message for warning in warnings)
    answer["sizes"] = [len(pdf) for pdf in made]
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    for pdf in made:
        sys.stdout.buffer.write(pdf)
    sys.stdout.buffer.flush()


def _confine(seconds: int, megabytes: int) -> None:
    memory = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Neither a file nor a socket can be opened from here on.
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


if __name__ == "__main__":
    main()
