"""The `klade` command: what core and its plugins let an administrator do in a terminal."""

import os
import sys
from typing import Any

import click

from core.cli.databases import db
from core.cli.demonstration import demo
from core.cli.doctor import doctor
from core.cli.plugins import plugin
from core.cli.program import Terminal, in_language
from core.cli.schools import school
from core.cli.serving import run
from core.cli.working import worker
from core.foundation.errors import KladeError

_OWN = (school, plugin, db, demo, run, worker, doctor)


class Group(click.Group):
    """Commands of core and of plugins; errors a person can act on are shown as one message."""

    def invoke(self, ctx: click.Context) -> Any:
        with in_language(os.environ.get("KLADE_LANGUAGE", "lv")):
            try:
                return super().invoke(ctx)
            except KladeError as error:
                lines = [str(error.message), *(f"  {problem.place}: {problem.message}" for problem in error.problems)]
                raise click.ClickException("\n".join(lines)) from error


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="klade", prog_name="klade")
@click.pass_context
def group(ctx: click.Context) -> None:
    """Klade, an open school register."""
    ctx.obj = ctx.with_resource(ctx.obj)


def main() -> None:
    """Build the command from core's and the plugins' parts, and run it."""
    terminal = Terminal()
    for command in _OWN:
        group.add_command(command)
    for owned in terminal.klade.plugins.commands():
        if owned.value.name in group.commands:
            raise click.ClickException(f"plugin {owned.owner} brings a second command “{owned.value.name}”")
        group.add_command(owned.value)
    sys.exit(group.main(obj=terminal, prog_name="klade", standalone_mode=True))
