"""A letter in the making: what the form says, whom it reaches, and the draft that comes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import Schema, fields, validate
from sqlalchemy.orm import Session

from core.foundation.errors import Invalid, Problem
from core.foundation.forms import Day, loaded
from core.foundation.text import date_text
from core.values.asker import Asker
from klade_messaging.addressing.choice import Choice
from klade_messaging.addressing.people import still_there
from klade_messaging.letters.files import Enclosures
from klade_messaging.letters.threads import LetterShown
from klade_messaging.letters.writing import Hat, LetterAuthor, LetterDraft, Recipient

NOT_SENT = _l("Not sent yet: what you wrote is still here.")
GONE = _l("Whoever wrote this is not at the school any more, so nothing was sent.")
_LONGEST_BODY = 20_000


class AnswerForm(Schema):
    """The words of an answer."""

    body = fields.String(
        required=True,
        validate=validate.Length(max=_LONGEST_BODY),
        error_messages={"required": _l("Write the letter.")},
    )


class LetterForm(AnswerForm):
    """What a new letter says, and whether an answer is asked for."""

    subject = fields.String(
        required=True, validate=validate.Length(max=200), error_messages={"required": _l("Write what it is about.")}
    )
    asks_answer = fields.Boolean(load_default=False)
    answer_due = Day(load_default=None)
    is_urgent = fields.Boolean(load_default=False)


@dataclass(slots=True)
class Draft:
    """A new letter as its page shows it."""

    typed: Mapping[str, Any]
    choice: Choice
    enclosures: Enclosures
    proposed_due: date
    """Where an answer is asked for, by then unless the author says otherwise."""
    problems: list[Problem] = field(default_factory=list)
    candidates: Sequence[Any] = ()
    """Who fits a name that fits several."""

    @property
    def due(self) -> Any:
        return self.typed.get("answer_due") or self.proposed_due


def new_letter(draft: Draft, asker: Asker, named: int, child_id: int | None = None) -> LetterDraft:
    """The letter that the form describes; `named` is how many addressees it names. Raises Invalid."""
    problems = [*draft.enclosures.problems]
    values: dict[str, Any] = {}
    try:
        values = loaded(LetterForm(), draft.typed)
    except Invalid as error:
        problems += error.problems
    if len(draft.choice.chosen) < named:
        problems.insert(0, Problem("to", _l("Some of those you named cannot be written to any more. See who is left.")))
    elif not draft.choice.people:
        problems.insert(0, Problem("to", _l("Choose who gets the letter.")))
    due = _due(values, draft.proposed_due, asker.day, problems) if values else None
    if problems:
        raise Invalid(NOT_SENT, problems)
    return LetterDraft(
        subject=" ".join(values["subject"].split()),
        body=values["body"],
        recipients=draft.choice.recipients,
        files=draft.enclosures.files,
        answer_due=due,
        is_urgent=values["is_urgent"],
        author=author(asker, child_id),
    )


def _due(values: Mapping[str, Any], proposed: date, today: date, problems: list[Problem]) -> date | None:
    """By when an answer is asked for: not sooner than the school's working days unless it is urgent."""
    if not values["asks_answer"]:
        return None
    due: date = values["answer_due"] or proposed
    if due < today:
        problems.append(Problem("answer_due", _l("This day is over. Choose a later one.")))
    elif due < proposed and not values["is_urgent"]:
        message = _l(
            "People have until %(day)s to answer; mark the letter as urgent to ask sooner.", day=date_text(proposed)
        )
        problems.append(Problem("answer_due", message))
    return due


def author(asker: Asker, child_id: int | None = None) -> LetterAuthor:
    return LetterAuthor(asker.person_id, asker.name, Hat(asker.hat), child_id)


def answer_to(
    session: Session,
    asker: Asker,
    letter: LetterShown,
    thread_id: int,
    body: str,
    enclosures: Enclosures,
    *,
    to_all: bool,
) -> LetterDraft:
    """The answer to a letter, or a further letter to the recipients of an own one. Raises Invalid."""
    there = still_there(session, asker.day, recipients_of_answer(asker, letter, to_all=to_all))
    if not there:
        raise Invalid(GONE, [Problem("body", GONE)])
    return LetterDraft(
        subject="",
        body=body,
        recipients=there,
        files=enclosures.files,
        thread_id=thread_id,
        answers_id=None if letter.is_mine else letter.id,
        author=author(asker, _child_of(asker, letter)),
    )


def recipients_of_answer(asker: Asker, letter: LetterShown, *, to_all: bool) -> list[Recipient]:
    """The author; with `to_all`, which staff may say, the staff who got the letter too. Of an own letter all again."""
    others = [
        Recipient(one.person_id, Hat(one.hat), one.child_id)
        for one in letter.to
        if one.person_id != asker.person_id and (one.hat == Hat.GUARDIAN) == (one.child_id is not None)
    ]
    if letter.is_mine:
        return others
    if letter.author_id is None or (letter.author_hat == Hat.GUARDIAN) != (letter.child_id is not None):
        return []
    writer = Recipient(letter.author_id, Hat(letter.author_hat), letter.child_id)
    return [writer, *others] if to_all and asker.hat == Hat.STAFF else [writer]


def _child_of(asker: Asker, letter: LetterShown) -> int | None:
    """On behalf of which child a guardian answers: the one on whose behalf the letter came."""
    if asker.hat != Hat.GUARDIAN:
        return None
    return letter.child_id if letter.is_mine else letter.own_child_id
