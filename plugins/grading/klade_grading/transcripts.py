"""What grading adds to the facts of a transcript: averages, marks as their scales show them, words for the codes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from core.documents.transcripts.queries import transcript_content
from core.journals.grid.average import average, average_text
from core.values.documents import Document, DocumentContent, GivenMark, MarkedWork, Transcript, TranscriptSubject
from klade_grading.scales import SCALES

_SCALES = {scale.key: scale for scale in SCALES}
_NO_MARK = "nv"


def graded_content(session: Session, document: Document) -> DocumentContent:
    """Transcripts with averages, of the marks that they show and by the numbers that stand on the marks."""
    content = transcript_content(session, document)
    return replace(content, sheets=tuple(_graded(sheet) for sheet in content.sheets))


def _graded(sheet: Transcript) -> Transcript:
    notes = []
    if any(mark.text == _NO_MARK for subject in sheet.subjects for work in subject.works for mark in work.marks):
        notes.append(_("nv: no mark yet, the work is still to be done; the average is not influenced."))
    subjects = tuple(_subject(subject) for subject in sheet.subjects)
    return replace(sheet, subjects=subjects, notes=(*sheet.notes, *notes), has_averages=True)


def _subject(subject: TranscriptSubject) -> TranscriptSubject:
    works = tuple(replace(work, marks=tuple(_shown(mark) for mark in work.marks)) for work in subject.works)
    return replace(subject, works=works, average=average_text(average(_counted(subject.works))) or None)


def _counted(works: Sequence[MarkedWork]) -> Iterator[tuple[int, int]]:
    """Number and weight of the marks that count: summative, in the usual scheme, the last attempt of each."""
    for work in works:
        last = work.marks[-1]
        if work.kind == "summative" and work.is_usual and last.counts and last.number is not None:
            yield last.number, work.weight


def _shown(mark: GivenMark) -> GivenMark:
    scale = _SCALES.get(mark.scheme_key)
    return replace(mark, text=scale.shown(mark.text)) if scale else mark
