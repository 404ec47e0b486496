"""Contents of documents as PDF."""

from collections.abc import Sequence

import orjson
from sqlalchemy.orm import Session

from core.values.documents import DocumentContent
from klade_printing.press import Limits, typeset
from klade_printing.sources import ENDING, templates


def pdfs(session: Session, contents: Sequence[DocumentContent]) -> list[bytes] | None:
    """Each content as a PDF; nothing where a type has no template. One process for contents of one type."""
    files = templates(session)
    kinds = {content.type_key for content in contents}
    if any(kind + ENDING not in files for kind in kinds):
        return None
    made: dict[int, bytes] = {}
    for kind in sorted(kinds):
        places = [place for place, content in enumerate(contents) if content.type_key == kind]
        inputs = [orjson.dumps(contents[place]).decode() for place in places]
        limits = Limits.of(sum(len(contents[place].sheets) for place in places))
        made |= dict(zip(places, typeset(files, kind + ENDING, inputs, limits).files, strict=True))
    return [made[place] for place in range(len(contents))]
