"""Work of imports at night: files that nobody decided about are not kept for ever, for they are full of people."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation import clock
from core.imports.models import PREVIEWED, Import
from core.imports.services import discard
from core.values.jobs import Job, JobContext

KEPT_FOR = timedelta(days=30)


def discard_abandoned(session: Session) -> None:
    """Forget previews that were neither applied nor discarded in thirty days, with their files."""
    old = select(Import.id).where(Import.state == PREVIEWED, Import.received_at < clock.now() - KEPT_FOR)
    for import_id in session.scalars(old).all():
        discard(session, import_id)


def _forget(context: JobContext) -> None:
    context.write("import.abandoned", discard_abandoned)


FORGET_ABANDONED = Job("imports.forget", _l("Discard abandoned imports"), _forget, schedule="50 3 * * *")
