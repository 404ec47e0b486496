"""`klade demo`: a demonstration school of any size."""

import time

import click
from rich.console import Console
from rich.table import Column, Table

from core.cli.program import Terminal, pass_terminal
from core.demonstration.accounts import DemoAccounts, kept
from core.demonstration.building import build
from core.foundation.database.directory import schools
from core.foundation.text import language
from core.founding import prepare_directory
from core.people.seeds import usual_title


@click.command()
@click.option("--pupils", default=750, show_default=True, type=click.IntRange(1, 20_000))
@click.option("--slug", default="demo", show_default=True, help="The school's short name.")
@click.option("--if-missing", is_flag=True, help="Where the school is there already, only say who can sign in.")
@pass_terminal
def demo(terminal: Terminal, pupils: int, slug: str, if_missing: bool) -> None:
    """Build a demonstration school: pupils, journals, lessons, absences and marks until today."""
    prepare_directory(terminal.database)
    with terminal.database.directory() as session:
        is_there = any(one.slug == slug for one in schools(session))
    folder = terminal.database.configuration.folder
    accounts = kept(folder, slug) if is_there and if_missing else None
    if accounts is None:
        console = Console(stderr=True)
        started = time.monotonic()
        with console.status("…") as status:
            accounts = build(terminal.klade, slug, pupils, status.update)
        console.print(f"/{slug}/: {pupils} skolēni, {time.monotonic() - started:.1f} s")
    _show(accounts)


def _show(accounts: DemoAccounts) -> None:
    # In a narrow terminal the other columns give way: a password cut short lets nobody in.
    password = Column("Parole", no_wrap=True)
    table = Table("Loma", "Lietotājvārds", password, "Persona", title=f"/{accounts.slug}/")
    for one in accounts.accounts:
        table.add_row(usual_title(one.role, language()), one.user_name, accounts.password, one.person)
    Console().print(table)
