"""The school's own templates: uploading a version, using one, going back to Klade's."""

from collections.abc import Collection, Mapping

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.database import change_of
from core.foundation.errors import Invalid, NotFound, Problem
from klade_printing.models import PaperTemplate
from klade_printing.press import Limits, Printed, typeset
from klade_printing.sources import provided, sample

UPLOADED, USED, OWN_AGAIN = "template.uploaded", "template.used", "template.own_again"

LARGEST = 200_000
_TRIAL = Limits(seconds=10, megabytes=1024)
_NO_FONT = "unknown font family"


def read_template(content: bytes) -> str:
    """The text of an uploaded file. Raises Invalid."""
    if len(content) > LARGEST:
        raise _refused(_l("The file is larger than 200 kB; a template is not."))
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise _refused(_l("The file is no text in UTF-8.")) from error
    if not text.strip():
        raise _refused(_l("The file is empty."))
    return text


def try_template(enabled: Collection[str], used: dict[str, str], name: str, text: str) -> None:
    """Print the examples of every document that the template takes part in. Raises Invalid with the reason."""
    files = provided(enabled) | used | {name: text}
    for tried in documents_with(enabled, files, name):
        printed = print_sample(enabled, files, tried)
        missing = [warning for warning in printed.warnings if warning.startswith(_NO_FONT)]
        if missing:
            raise _refused(
                _l(
                    "The font %(font)s is not here. There are: %(fonts)s.",
                    font=missing[0].removeprefix(_NO_FONT).strip(": "),
                    fonts="Libertinus Serif, New Computer Modern, DejaVu Sans Mono",
                )
            )


def documents_with(enabled: Collection[str], files: Mapping[str, str], name: str) -> list[str]:
    """The templates with examples that are this one, or build on it."""
    return [one for one in sorted(files) if sample(enabled, one) and (one == name or f'"{name}"' in files[one])]


def print_sample(enabled: Collection[str], files: Mapping[str, str], name: str) -> Printed:
    """The example of a template as a document. Raises NotFound where it has none, Invalid where it does not work."""
    data = sample(enabled, name)
    if data is None:
        raise NotFound(_l("There is no example for this template."))
    return typeset(files, name, [data], _TRIAL, "file")


def upload(session: Session, name: str, text: str) -> PaperTemplate:
    """Keep a new version; it is not in use yet."""
    newest = session.scalar(select(func.max(PaperTemplate.number)).where(PaperTemplate.name == name)) or 0
    made = PaperTemplate(
        name=name,
        number=newest + 1,
        text=text,
        is_used=False,
        uploaded_at=clock.now(),
        uploaded_by=change_of(session).author.name,
    )
    session.add(made)
    session.flush()
    return made


def use(session: Session, template_id: int) -> PaperTemplate:
    """From now on documents are printed by this version."""
    chosen = session.get_one(PaperTemplate, template_id)
    use_own(session, chosen.name)
    chosen.is_used = True
    return chosen


def use_own(session: Session, name: str) -> None:
    """From now on documents are printed by Klade's own template."""
    for row in session.scalars(select(PaperTemplate).where(PaperTemplate.name == name, PaperTemplate.is_used)):
        row.is_used = False
    session.flush()


def _refused(message: object) -> Invalid:
    return Invalid(_l("The template was not taken."), [Problem("file", message)])
