"""What printing contributes through the hooks."""

from collections.abc import Iterable, Sequence

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from core.values.asker import Asker
from core.values.documents import Document, DocumentContent, DocumentFormat, DocumentType
from core.values.menu import Area, MenuEntry
from core.values.permissions import Permission
from hooks import hookimpl
from klade_printing.access import PERMISSIONS, TEMPLATES
from klade_printing.class_lists import CLASS_LIST, class_list
from klade_printing.printing import pdfs
from klade_printing.views import pages


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    return [pages]


@hookimpl
def permissions() -> Iterable[Permission]:
    return PERMISSIONS


@hookimpl
def document_types() -> Iterable[DocumentType]:
    return [CLASS_LIST]


@hookimpl
def document_content(session: Session, document: Document) -> DocumentContent | None:
    return class_list(session, document) if document.type_key == CLASS_LIST.key else None


@hookimpl
def render_documents(
    session: Session, contents: Sequence[DocumentContent], format: DocumentFormat
) -> Sequence[bytes] | None:
    return pdfs(session, contents) if format is DocumentFormat.PDF else None


@hookimpl
def menu_entries(asker: Asker, area: Area) -> Iterable[MenuEntry]:
    if area is Area.SETTINGS:
        yield MenuEntry(
            "printing.templates",
            _l("Templates of documents"),
            "printing.templates",
            TEMPLATES,
            order=310,
            hint=_l("How the school's documents look on paper; own templates may be uploaded"),
        )
