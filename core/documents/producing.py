"""Making documents: the content from whoever knows it, the bytes from whoever can make them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from core.foundation.database import state_of
from core.foundation.errors import NotFound
from core.foundation.plugins import of
from core.foundation.runtime import klade
from core.values.documents import Document, DocumentContent, DocumentFormat, DocumentType


@dataclass(frozen=True, slots=True)
class Made:
    """Documents that have got a form: the same one for all."""

    format: DocumentFormat
    files: Sequence[bytes]


def document_types(session: Session) -> list[DocumentType]:
    """The types that the school has: core's and those of its enabled plugins."""
    return of(klade().plugins.document_types(), state_of(session).plugins)


def content_of(session: Session, document: Document) -> DocumentContent:
    """What a document says, in its own language. Raises NotFound where nobody knows."""
    with force_locale(document.language):
        content = klade().plugins.document_content(session, document, state_of(session).plugins)
    if content is None:
        raise NotFound(_l("Nobody in this school knows what such a document says. Perhaps its plugin is not enabled."))
    return content


def render(session: Session, contents: Sequence[DocumentContent], wanted: DocumentFormat | None = None) -> Made:
    """Contents of one language as files: as PDF, and where no plugin makes that as HTML. Raises NotFound."""
    plugins, enabled = klade().plugins, state_of(session).plugins
    with force_locale(contents[0].language):
        for form in [wanted] if wanted else [DocumentFormat.PDF, DocumentFormat.HTML]:
            files = plugins.render_documents(session, contents, form, enabled)
            if files is not None:
                return Made(form, files)
    raise NotFound(_l("Such a document cannot be made here: the school has no plugin that prints it."))


def makes_pdf(session: Session) -> bool:
    """Some plugin of the school makes documents as PDF; otherwise they are pages."""
    return klade().plugins.render_documents(session, (), DocumentFormat.PDF, state_of(session).plugins) is not None
