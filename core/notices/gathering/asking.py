"""Asking every enabled rule for its news since it last looked."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation.plugins import Owned
from core.notices.hours import Hours
from core.notices.models import NoticeWatermark
from core.values.jobs import JobContext
from core.values.notices import News, NoticeQuestion, NoticeRule, TakenBack

_log = logging.getLogger(__name__)

OVERLAP = timedelta(minutes=2)
"""A fact carries the moment of its writing and is seen once that is committed: so long a commit may take."""


@dataclass(slots=True)
class Answers:
    """What the rules said, and up to when each has looked now."""

    news: list[tuple[NoticeRule, News]] = field(default_factory=list)
    taken_back: list[tuple[NoticeRule, TakenBack]] = field(default_factory=list)
    until: dict[str, datetime] = field(default_factory=dict)
    failed: list[NoticeRule] = field(default_factory=list)


def watermarks(session: Session) -> dict[str, datetime]:
    """By rule, up to when it has looked."""
    return dict(session.execute(select(NoticeWatermark.rule_key, NoticeWatermark.until)).all())


def ask(
    context: JobContext,
    rules: Sequence[Owned[NoticeRule]],
    marks: Mapping[str, datetime],
    settings: Mapping[str, Any],
    hours: Hours,
    now: datetime,
) -> Answers:
    """Each rule by itself: one that fails keeps its watermark, and the others go on."""
    answers = Answers()
    for owned in rules:
        rule, before = owned.value, marks.get(owned.value.key)
        if before is None:
            # What is old when a rule begins is news to nobody.
            answers.until[rule.key] = now + OVERLAP
            continue
        try:
            found = _asked(context, rule, NoticeQuestion(before - OVERLAP, now, settings, hours.span_of))
        except Exception:  # noqa: BLE001  # a rule of any plugin may fail in any way; the others are still asked
            _log.exception("notice rule %s of %s failed", rule.key, owned.owner)
            answers.failed.append(rule)
            continue
        for one in found:
            if isinstance(one, TakenBack):
                answers.taken_back.append((rule, one))
            else:
                answers.news.append((rule, one))
        answers.until[rule.key] = max(before, now)
    return answers


def _asked(context: JobContext, rule: NoticeRule, question: NoticeQuestion) -> list[News | TakenBack]:
    with context.read() as session:
        return list(rule.find(session, question))
