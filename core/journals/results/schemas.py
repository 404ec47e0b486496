"""What the page of period marks sends: a field a cell, with what stood there when the page was read."""

from collections.abc import Iterator, Mapping

from core.foundation.errors import Invalid
from core.journals.results.saving import LONGEST_REASON, NOT_IN_JOURNAL, Entry

_WAS = "was-"


def entries(form: Mapping[str, str]) -> Iterator[Entry]:
    """The cells in which something was typed, or whose proposal was accepted. Raises Invalid."""
    accepted = form.get("accept", "")
    for field, was in form.items():
        if not field.startswith(_WAS):
            continue
        name = field.removeprefix(_WAS)
        kind_key, _dash, pupil = name.rpartition("-")
        version, _colon, stored = was.partition(":")
        if not (pupil.isdigit() and version.isdigit()):
            raise Invalid(NOT_IN_JOURNAL)
        typed = form.get(f"mark-{name}", "").strip()
        proposed = form.get(f"proposed-{name}", "")
        takes = bool(proposed) and not typed and accepted in (kind_key, name)
        reason = form.get(f"reason-{name}", "").strip()[:LONGEST_REASON]
        if takes or typed != stored or reason:
            yield Entry(int(pupil), kind_key, proposed if takes else typed, int(version), reason, takes)
