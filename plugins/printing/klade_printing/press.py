"""Typesetting: orders to the worker process, and what came of them in words for people."""

import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from flask_babel import lazy_gettext as _l

from core.foundation import clock
from core.foundation.errors import Invalid, Problem

# Starting and reading the order take their time too; beyond this the process hangs.
_GRACE = 5
_ENVIRONMENT = {"RAYON_NUM_THREADS": "2", "MALLOC_ARENA_MAX": "2", "LANG": "C.UTF-8"}


@dataclass(frozen=True, slots=True)
class Limits:
    """What the typesetter may take of the machine before it is ended."""

    seconds: int
    """Of processor time."""
    megabytes: int

    @classmethod
    def of(cls, sheets: int) -> "Limits":
        """For an order of so many sheets: a sheet of a large file takes about 6 ms and 1.2 MB."""
        return cls(seconds=20 + sheets // 10, megabytes=min(1024 + 2 * sheets, 6 * 1024))


SMALL = Limits.of(0)


@dataclass(frozen=True, slots=True)
class Printed:
    """The documents, and what the typesetter warns of: a font that is not there, a name that is not used."""

    files: Sequence[bytes]
    warnings: Sequence[str]


def typeset(
    files: Mapping[str, str], main: str, inputs: Sequence[str], limits: Limits = SMALL, place: str = ""
) -> Printed:
    """Each input, a JSON text, through the template `main` as a PDF of its own.

    Raises Invalid with a problem at `place` where a template is at fault: it does not compile, or it takes too much.
    """
    order = {
        "files": {"main.typ" if name == main else name: text for name, text in files.items()},
        "inputs": list(inputs),
        "seconds": limits.seconds,
        "megabytes": limits.megabytes,
        "moment": int(clock.now().timestamp()),
    }
    answer, rest = _ask(orjson.dumps(order), limits, main, place)
    if "fault" in answer:
        raise _fault(_said(answer["fault"], main), main, place)
    made = []
    for size in answer["sizes"]:
        made.append(rest[:size])
        rest = rest[size:]
    return Printed(made, answer["warnings"])


def _ask(order: bytes, limits: Limits, main: str, place: str) -> tuple[dict[str, Any], bytes]:
    command = [sys.executable, "-I", "-m", "klade_printing.worker"]
    with tempfile.TemporaryDirectory() as empty:
        try:
            done = subprocess.run(
                command,
                input=order,
                capture_output=True,
                timeout=limits.seconds + _GRACE,
                cwd=empty,
                env=_ENVIRONMENT,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise _fault(_l("it takes too long"), main, place) from error
    if done.returncode < 0:
        # The system ended it: of processor time or of memory there is no more.
        raise _fault(_l("it takes too long or too much memory"), main, place)
    if done.returncode:
        raise RuntimeError(f"the typesetter failed: {done.stderr.decode(errors='replace')[-2000:]}")
    head, _newline, rest = done.stdout.partition(b"\n")
    answer: dict[str, Any] = orjson.loads(head)
    return answer, rest


def _said(fault: Mapping[str, Any], main: str) -> str:
    if "failed to download package" in fault["message"] or "@preview" in fault["message"]:
        return str(_l("packages from the network are not available here"))
    where = next((line.strip() for line in fault["where"].splitlines() if ".typ:" in line), "")
    where = where.lstrip("─┌> -").replace("main.typ", main)
    return " · ".join(part for part in (fault["message"], where, *fault["hints"]) if part)


def _fault(reason: Any, main: str, place: str) -> Invalid:
    message = _l("The template %(name)s does not work: %(reason)s.", name=main, reason=reason)
    return Invalid(message, [Problem(place, message)])
