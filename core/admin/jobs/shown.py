"""A job as its pages show it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import orjson
from flask import current_app, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from core.foundation.database import state_of
from core.foundation.jobs.models import CANCELLED, DONE, ENDED, FAILED, RUNNING, WAITING, JobRecord
from core.foundation.runtime import klade
from core.values.texts import N_

STATES = {
    WAITING: (N_("waits"), ""),
    RUNNING: (N_("is being done"), "info"),
    DONE: (N_("done"), "done"),
    FAILED: (N_("failed"), "refused"),
    CANCELLED: (N_("stopped"), "warning"),
}


@dataclass(frozen=True, slots=True)
class ShownJob:
    """Words and links for one job."""

    id: UUID
    title: str
    asked_by: str
    created: datetime
    started: datetime | None
    ended: datetime | None
    state: str
    words: str
    badge: str
    done: int
    total: int
    message: str
    result_url: str | None

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    @property
    def can_be_repeated(self) -> bool:
        return self.state in (FAILED, CANCELLED)


def shown(session: Session, record: JobRecord) -> ShownJob:
    """A job in the words of the present language; its message stays in that of who asked."""
    owned = klade().jobs.find(record.key)
    words, badge = STATES[record.state]
    is_stopping = record.is_cancelled and record.state not in ENDED
    return ShownJob(
        id=record.id,
        title=str(owned.value.title) if owned else record.key,
        asked_by=record.asked_by,
        created=record.created,
        started=record.started,
        ended=record.ended,
        state=record.state,
        words=str(_("is being stopped") if is_stopping else _(words)),
        badge=badge,
        done=record.done,
        total=record.total,
        message=record.message or _parked(session, record),
        result_url=_result_url(record),
    )


def _parked(session: Session, record: JobRecord) -> str:
    """Why a job waits though nobody is to blame."""
    if record.state in ENDED or klade().jobs.is_enabled(record.key, state_of(session).plugins):
        return ""
    return str(_("Waits because the plugin that does it is not enabled."))


def _result_url(record: JobRecord) -> str | None:
    if record.result is None:
        return None
    endpoint, values = orjson.loads(record.result)
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else None
