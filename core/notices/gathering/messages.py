"""What a delivery says: that something is new, in one sentence each, and where to read it."""

from collections.abc import Sequence

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from core.foundation.addresses import link
from core.foundation.database import SchoolRef

MOST_LINES = 30


def subject_of(school: SchoolRef, language: str) -> str:
    """`Klade: kas jauns – Pārgaujas ģimnāzija`"""
    with force_locale(language):
        return str(_("Klade: what is new – %(school)s", school=school.name))


def text_of(school: SchoolRef, sentences: Sequence[str], language: str) -> str:
    """The sentences, one a line, and the address of the page with all of them."""
    lines = list(sentences[:MOST_LINES])
    left = len(sentences) - len(lines)
    with force_locale(language):
        if left:
            lines.append(ngettext("and %(num)d more", "and %(num)d more", left))
    return "\n".join([*lines, "", link("notices.index", school.slug)])
