"""`klade school …`"""

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import func, select

from core.classes.models import SchoolClass
from core.cli.output import as_json, json_option
from core.cli.program import Terminal, pass_terminal
from core.foundation.database import SchoolState
from core.foundation.database.directory import schools
from core.founding import found_school, prepare_directory
from core.journals.register.models import Journal
from core.people.models import Enrolment, Post

_COUNTED = {"classes": SchoolClass, "enrolments": Enrolment, "posts": Post, "journals": Journal}


@click.group()
def school() -> None:
    """Schools of this installation."""


@school.command()
@click.argument("slug")
@click.option("--name", required=True, help="The school's full name.")
@pass_terminal
def create(terminal: Terminal, slug: str, name: str) -> None:
    """Create a school under SLUG, with all installed plugins enabled."""
    made = found_school(terminal.database, terminal.klade.plugins, slug, name, terminal.author)
    click.echo(f"{made.name}: /{made.slug}/")
    click.echo(f'klade user invite --school {made.slug} --superuser "Vārds Uzvārds"')


@school.command("list")
@json_option
@pass_terminal
def list_schools(terminal: Terminal, json: bool) -> None:
    """List the schools."""
    prepare_directory(terminal.database)
    with terminal.database.directory() as session:
        found = schools(session)
    if json:
        as_json([{"id": one.id, "slug": one.slug, "name": one.name, "demo": one.demo} for one in found])
        return
    table = Table("slug", "name", "demo")
    for one in found:
        table.add_row(one.slug, one.name, "✓" if one.demo else "")
    Console().print(table)


@school.command()
@click.argument("slug")
@json_option
@pass_terminal
def show(terminal: Terminal, slug: str, json: bool) -> None:
    """Show a school's state and how much it holds."""
    found = terminal.school(slug)
    with terminal.database.read(found) as session:
        state = session.get_one(SchoolState, 1)
        facts = {"slug": found.slug, "name": found.name, "status": state.status, "plugins": state.plugins}
        for title, kind in _COUNTED.items():
            facts[title] = str(session.scalar(select(func.count()).select_from(kind)))
    if json:
        as_json(facts)
        return
    for key, value in facts.items():
        click.echo(f"{key}: {value}")
