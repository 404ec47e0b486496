"""`klade plugin …`"""

import click

from core.cli.output import as_json, json_option
from core.cli.program import Terminal, pass_terminal
from core.foundation.database import state_of
from core.founding import disable_plugin, enable_plugin

school_option = click.option("--school", "slug", required=True, help="The school's short name.")


@click.group()
def plugin() -> None:
    """Plugins: installed on the machine, enabled in each school."""


@plugin.command("list")
@school_option
@json_option
@pass_terminal
def list_plugins(terminal: Terminal, slug: str, json: bool) -> None:
    """List the installed plugins and whether the school has enabled them."""
    with terminal.database.read(terminal.school(slug)) as session:
        enabled = state_of(session).plugins
    found = [{"name": name, "enabled": name in enabled} for name in terminal.klade.plugins.names]
    if json:
        as_json(found)
        return
    for one in found:
        click.echo(f"{'✓' if one['enabled'] else ' '} {one['name']}")


@plugin.command()
@click.argument("name")
@school_option
@pass_terminal
def enable(terminal: Terminal, name: str, slug: str) -> None:
    """Enable an installed plugin in a school."""
    enable_plugin(terminal.database, terminal.klade.plugins, terminal.school(slug), name, terminal.author)
    click.echo(f"✓ {name}")


@plugin.command()
@click.argument("name")
@school_option
@pass_terminal
def disable(terminal: Terminal, name: str, slug: str) -> None:
    """Hide a plugin in a school; its data stay."""
    disable_plugin(terminal.database, terminal.klade.plugins, terminal.school(slug), name, terminal.author)
    click.echo(f"  {name}")
