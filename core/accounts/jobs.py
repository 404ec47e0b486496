"""Work of accounts at night: acceptances that a crash left half done."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from core.accounts.invitations.accepting import resume
from core.accounts.models import PendingAcceptance
from core.accounts.runtime import accounts
from core.values.jobs import Job, JobContext


def _finish(context: JobContext) -> None:
    """Finish the acceptances of this school; `resume` may be repeated."""
    services = accounts()
    with services.database.directory() as session:
        left: list[UUID] = list(
            session.scalars(
                select(PendingAcceptance.account_id).where(PendingAcceptance.school_id == context.school.id).distinct()
            )
        )
    for number, account_id in enumerate(left, 1):
        resume(services, account_id)
        context.progress(number, len(left))


FINISH_ACCEPTANCES = Job("accounts.finish", _l("Finish interrupted invitations"), _finish, schedule="10 3 * * *")
