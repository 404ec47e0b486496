"""What grading adds to the facts of a report card: marks as their scales show them, and what they mean in words."""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy.orm import Session

from core.documents.report_cards.queries import report_card_content
from core.values.documents import CardSubject, Document, DocumentContent, ReportCard
from klade_grading.scales import SCALES, Scale

_SCALES = {scale.key: scale for scale in SCALES}


def explained_content(session: Session, document: Document) -> DocumentContent:
    """Report cards with the meaning of their marks under the table."""
    content = report_card_content(session, document)
    return replace(content, sheets=tuple(_explained(sheet) for sheet in content.sheets))


def _explained(sheet: ReportCard) -> ReportCard:
    marks = {
        (scheme, mark)
        for subject in sheet.subjects
        for scheme, mark in zip(subject.schemes, subject.marks, strict=True)
        if mark
    }
    notes = [
        note
        for scale in SCALES
        if (used := {mark for scheme, mark in marks if scheme == scale.key})
        for note in _notes(scale, used)
    ]
    subjects = tuple(_shown(subject) for subject in sheet.subjects)
    return replace(sheet, subjects=subjects, notes=(*sheet.notes, *notes))


def _shown(subject: CardSubject) -> CardSubject:
    marks = tuple(
        _SCALES[scheme].shown(mark) if mark and scheme in _SCALES else mark
        for scheme, mark in zip(subject.schemes, subject.marks, strict=True)
    )
    return replace(subject, marks=marks)


def _notes(scale: Scale, used: set[str]) -> Iterator[str]:
    """The scale from its highest value down, where each value has its own words; then the codes that stand here."""
    if scale.says_each:
        words = ", ".join(f"{value.text} – {value.words}" for value in reversed(scale.meanings))
        yield f"{scale.title}: {words}."
    for code in scale.codes:
        if code.text in used:
            yield f"{code.text} – {code.words}."
