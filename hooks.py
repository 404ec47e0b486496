"""The contract between core and its plugins: every hook that a plugin may implement.

Three families, and the name tells which. *Contributions* are plural nouns, asked once when the application is built.
*Questions* are asked during a request. *Events* are in the past tense and are called inside the transaction. Core calls
hooks only through `core.foundation.plugins`, which keeps who answered and leaves out plugins that a school has not
enabled.
"""

from collections.abc import Iterable, Sequence

import click
import pluggy
from flask import Blueprint
from sqlalchemy.orm import Session

from core.values.asker import Asker
from core.values.documents import Document, DocumentContent, DocumentFormat, DocumentType
from core.values.duties import DutyRule
from core.values.imports import Importer
from core.values.jobs import Job
from core.values.marks import MarkScheme
from core.values.menu import Area, MenuEntry
from core.values.notices import NoticeChannel, NoticeRule
from core.values.period_marks import ProposalQuestion, ProposedMark
from core.values.permissions import Permission, Relation
from core.values.settings import SettingsSection

PROJECT = "klade"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)

__all__ = [
    "PROJECT",
    "blueprints",
    "commands",
    "document_content",
    "document_types",
    "duties",
    "hookimpl",
    "hookspec",
    "importers",
    "jobs",
    "mark_schemes",
    "menu_entries",
    "notice_channels",
    "notice_rules",
    "permissions",
    "proposed_marks",
    "relations",
    "render_documents",
    "settings",
]

# ---------------------------------------------------------------------------------------------------- contributions


@hookspec
def blueprints() -> Iterable[Blueprint]:
    """Pages, asked once when the application is built.

    Each is registered below `/<school>`; in a school that has not enabled the plugin its addresses do not exist.
    Every route declares its permission with `core.foundation.permissions.access`.
    """
    return ()


@hookspec
def commands() -> Iterable[click.Command]:
    """Commands and groups below `klade`, asked once at start."""
    return ()


@hookspec
def permissions() -> Iterable[Permission]:
    """What the plugin lets a role be allowed to do, with the grants that a school starts with."""
    return ()


@hookspec
def relations() -> Iterable[Relation]:
    """Ways in which a person stands to rows of core's or of the plugin, by which its permissions reach them."""
    return ()


@hookspec
def settings() -> Iterable[SettingsSection]:
    """Settings of the plugin; their values are each school's own."""
    return ()


@hookspec
def mark_schemes() -> Iterable[MarkScheme]:
    """Scales that a column of marks may have. A token typed into a column belongs to its one scheme."""
    return ()


@hookspec
def importers() -> Iterable[Importer]:
    """Kinds of files that the import page reads."""
    return ()


@hookspec
def duties() -> Iterable[DutyRule]:
    """Rules that find what somebody owes by some time."""
    return ()


@hookspec
def jobs() -> Iterable[Job]:
    """Kinds of work that a worker does: asked for with `core.foundation.jobs.enqueue`, or by a schedule."""
    return ()


@hookspec
def document_types() -> Iterable[DocumentType]:
    """Kinds of documents that can be prepared, printed and entered in the register of issued documents."""
    return ()


@hookspec
def notice_rules() -> Iterable[NoticeRule]:
    """Kinds of notices. A rule finds in the facts what is new for whom; who is told, when and how is core's."""
    return ()


@hookspec
def notice_channels() -> Iterable[NoticeChannel]:
    """Ways by which a notice leaves Klade. A channel hands over one message; queue, retries and states are core's."""
    return ()


# -------------------------------------------------------------------------------------------------------- questions


@hookspec
def menu_entries(asker: Asker, area: Area) -> Iterable[MenuEntry]:
    """Links for a menu, asked for each page. Entries whose permission the asker lacks are left out by core."""
    return ()


@hookspec
def document_content(session: Session, document: Document) -> DocumentContent | None:
    """What a document says, from whoever knows it; nothing from the others.

    Plugins are asked before core, and the first answer counts. One document may be about many rows: it is answered
    with a sheet for each, in a number of statements that does not grow with them.
    """


@hookspec
def render_documents(
    session: Session, contents: Sequence[DocumentContent], format: DocumentFormat
) -> Sequence[bytes] | None:
    """The bytes of documents in a form, one for each content; nothing from who does not make that form.

    Plugins are asked before core, whose own answer is the HTML page. The first answer counts.
    """


@hookspec
def proposed_marks(session: Session, question: ProposalQuestion) -> Iterable[ProposedMark] | None:
    """Marks of a period that the rules of assessment suggest, in the question's scheme; nothing from who has no rule
    for that scheme.

    Asked with a reading session for the page on which a teacher confirms them; nobody is proposed anything where no
    answer names them. The first answer counts, and it takes as many statements for a class as for one pupil.
    """
