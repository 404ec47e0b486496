"""What grading contributes through the hooks."""

from collections.abc import Iterable

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from core.values.asker import Asker
from core.values.documents import REPORT_CARD, TRANSCRIPT, Document, DocumentContent
from core.values.duties import DutyRule
from core.values.marks import MarkScheme
from core.values.menu import Area, MenuEntry
from core.values.period_marks import ProposalQuestion, ProposedMark
from core.values.permissions import Permission
from core.values.settings import SettingsSection
from hooks import hookimpl
from klade_grading.access import PERMISSIONS
from klade_grading.duties import UNMARKED
from klade_grading.points import POINTS
from klade_grading.proposals import proposals
from klade_grading.report_cards import explained_content
from klade_grading.scales import SCALES
from klade_grading.settings import SECTION
from klade_grading.transcripts import graded_content
from klade_grading.views import pages

_SCALES_ENTRY = MenuEntry(
    "grading.scales",
    _l("Marking scales"),
    "grading.scales",
    "grading.scales",
    order=300,
    hint=_l("What the values of each scale mean, and which of them count"),
)


@hookimpl
def mark_schemes() -> Iterable[MarkScheme]:
    return SCALES


@hookimpl
def permissions() -> Iterable[Permission]:
    return PERMISSIONS


@hookimpl
def settings() -> Iterable[SettingsSection]:
    return [SECTION, POINTS]


@hookimpl
def duties() -> Iterable[DutyRule]:
    return [UNMARKED]


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    return [pages]


@hookimpl
def menu_entries(asker: Asker, area: Area) -> Iterable[MenuEntry]:
    return [_SCALES_ENTRY] if area is Area.SETTINGS else []


@hookimpl
def document_content(session: Session, document: Document) -> DocumentContent | None:
    if document.type_key == TRANSCRIPT:
        return graded_content(session, document)
    return explained_content(session, document) if document.type_key == REPORT_CARD else None


@hookimpl
def proposed_marks(session: Session, question: ProposalQuestion) -> Iterable[ProposedMark] | None:
    return proposals(session, question)
