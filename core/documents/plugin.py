"""What core's part “documents” contributes; the same hooks as plugins."""

from collections.abc import Iterable, Sequence

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from core.documents.access import PERMISSIONS, PREPARE
from core.documents.jobs import ISSUE_MANY
from core.documents.report_cards.queries import report_card_content
from core.documents.settings import SETTINGS
from core.documents.transcripts.queries import transcript_content
from core.people.models import Person
from core.values.asker import Asker
from core.values.documents import REPORT_CARD, TRANSCRIPT, Document, DocumentContent, DocumentFormat, DocumentType
from core.values.jobs import Job
from core.values.menu import Area, MenuEntry
from core.values.permissions import Permission
from core.values.settings import SettingsSection
from hooks import hookimpl

_CONTENTS = {TRANSCRIPT: transcript_content, REPORT_CARD: report_card_content}


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    from core.documents.views import blueprint  # the pages, not needed by commands

    return [blueprint]


@hookimpl
def permissions() -> Iterable[Permission]:
    return PERMISSIONS


@hookimpl
def settings() -> Iterable[SettingsSection]:
    return [SETTINGS]


@hookimpl
def jobs() -> Iterable[Job]:
    return [ISSUE_MANY]


@hookimpl
def menu_entries(asker: Asker, area: Area) -> Iterable[MenuEntry]:
    if area is Area.MAIN:
        yield MenuEntry("documents", _l("Print-outs"), "documents.print_outs", PREPARE, order=60)


@hookimpl
def document_types() -> Iterable[DocumentType]:
    return [
        DocumentType(TRANSCRIPT, _l("Transcript of marks"), Person, PREPARE),
        DocumentType(REPORT_CARD, _l("Report card"), Person, PREPARE),
    ]


@hookimpl
def document_content(session: Session, document: Document) -> DocumentContent | None:
    content = _CONTENTS.get(document.type_key)
    return content(session, document) if content else None


@hookimpl
def render_documents(
    session: Session, contents: Sequence[DocumentContent], format: DocumentFormat
) -> Sequence[bytes] | None:
    from core.documents.pages import html_pages

    return html_pages(contents) if format is DocumentFormat.HTML else None
