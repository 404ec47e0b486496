"""Each test has its own application; what werkzeug compiles of the addresses is the same each time, and made once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any


@cache
def compile_once() -> None:
    """From now on a rule's builders are compiled once in this process: that is half of making an application."""
    from werkzeug.routing import Rule

    compiling: Callable[[Rule, bool], Any] = Rule._compile_builder
    made: dict[tuple[object, ...], Any] = {}

    def compiled(rule: Rule, append_unknown: bool = True) -> Any:
        if rule.defaults:  # their values are compiled in
            return compiling(rule, append_unknown)
        key = (rule.rule, rule.host, rule.subdomain, tuple(rule._trace), append_unknown)
        if key not in made:
            made[key] = compiling(rule, append_unknown)
        return made[key]

    Rule._compile_builder = compiled  # type: ignore[method-assign, assignment]  # werkzeug offers no other place
