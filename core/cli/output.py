"""Output that a program reads."""

from typing import Any

import click
import orjson

json_option = click.option("--json", is_flag=True, help="Print JSON, for programs.")


def as_json(value: Any) -> None:
    """Print a value as one line of JSON."""
    click.echo(orjson.dumps(value).decode())
