"""The job that finds what is new, every ten minutes, and sums it up once a day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from core.accounts.contacts.queries import accounts_of
from core.foundation import clock
from core.foundation.database import state_of
from core.foundation.plugins import CORE
from core.foundation.runtime import Klade, klade
from core.notices.gathering.asking import Answers, ask, watermarks
from core.notices.gathering.delivering import (
    deliver_at_once,
    deliver_digest,
    deliveries_of,
    rewrite,
    undigested,
)
from core.notices.gathering.recipients import Ways, ready_channels, recipients, unwanted_routes
from core.notices.gathering.telling import choices, take_back, tell, written
from core.notices.hours import Hours
from core.notices.models import NoticeWatermark
from core.notices.sending.asking import ask_if_due
from core.notices.settings import SECTION
from core.values.jobs import Job, JobContext, JobResult

GATHERED, SUMMED_UP = "notices.gathered", "notices.summed_up"

DIGEST = "digest"
"""Stands among the watermarks: up to when the days were summed up."""
_LATE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Found:
    """What the school says before anything is written."""

    hours: Hours
    ways: Ways
    summed_up: datetime | None


def _gather(context: JobContext) -> JobResult | None:
    program, now = klade(), clock.now()
    found, answers = _look(context, program, now)
    _tell(context, program, found, answers, now)
    _sum_up(context, program, found, now)
    if answers.failed:
        titles = ", ".join(str(rule.title) for rule in answers.failed)
        return JobResult(_("Could not be looked for this time: %(titles)s. The server's log tells why.", titles=titles))
    return None


def _look(context: JobContext, program: Klade, now: datetime) -> tuple[_Found, Answers]:
    with context.read() as session:
        enabled = state_of(session).plugins
        settings = program.settings.values(session, SECTION.key)
        marks = watermarks(session)
        unwanted = unwanted_routes(session)
    channels = ready_channels(program.plugins.notice_channels(), enabled)
    rules = [owned for owned in program.plugins.notice_rules() if owned.owner == CORE or owned.owner in enabled]
    found = _Found(Hours.of(settings), Ways(channels, unwanted), marks.get(DIGEST))
    return found, ask(context, rules, marks, settings, found.hours, now)


def _tell(context: JobContext, program: Klade, found: _Found, answers: Answers, now: datetime) -> None:
    """Write down what is new and who is told at once, and that the rules have looked."""
    persons = {one.person_id for _rule, one in answers.news}
    with context.read() as session:
        accounts = accounts_of(session, persons, clock.today()) if persons else {}
        chosen = choices(session, persons) if persons else {}
    people = recipients(program.database, accounts) if accounts else {}
    rows = written(answers.news, people, chosen, now)

    def work(session: Session) -> None:
        left = take_back(session, answers.taken_back)
        told = tell(session, rows)
        rewrite(session, [*left, *deliveries_of(session, told.reworded)])
        deliver_at_once(session, told.rows, people, found.ways, now, found.hours.allowed_from(now))
        for key, until in answers.until.items():
            session.merge(NoticeWatermark(rule_key=key, until=until))
        ask_if_due(session, found.hours, now)

    context.write(GATHERED, work)


def _sum_up(context: JobContext, program: Klade, found: _Found, now: datetime) -> None:
    """Make the day's summaries, once, at the first look after their hour that is not in quiet hours."""
    day, due = found.hours.last_digest(now)
    if found.summed_up is None:
        context.write(SUMMED_UP, lambda session: _note(session, due))
        return
    if found.summed_up >= due or found.hours.is_quiet(now):
        return
    since = found.summed_up - _LATE
    with context.read() as session:
        persons = undigested(session, clock.today(), since, due).keys()
        accounts = accounts_of(session, persons, clock.today())
    people = recipients(program.database, accounts)

    def work(session: Session) -> None:
        kept = session.get(NoticeWatermark, DIGEST)
        if kept is None or kept.until < due:
            _digest(session, day, since, due)
            _note(session, due)
            ask_if_due(session, found.hours, now)

    def _digest(session: Session, of_day: date, first: datetime, last: datetime) -> None:
        notices = undigested(session, clock.today(), first, last)
        deliver_digest(session, notices, people, found.ways, of_day, now)

    context.write(SUMMED_UP, work)


def _note(session: Session, until: datetime) -> None:
    session.merge(NoticeWatermark(rule_key=DIGEST, until=until))


GATHER = Job("notices.gather", _l("Find what is new for whom"), _gather, schedule="*/10 * * * *")
