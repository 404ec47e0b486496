"""What was truly delivered: a letter that exists, to somebody who has an account to read it with."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from klade_messaging.letters.models import LetterRecipient
from klade_messaging.letters.writing import Hat


@dataclass(frozen=True, slots=True)
class Addressed:
    """A recipient of a letter that was written."""

    pupil_id: int
    person_id: int
    hat: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """The counts of a note: people, each once."""

    pupils: int
    guardians: int
    pupils_without: int
    """Who have a letter and no account to read it with."""
    guardians_without: int
    alone: int
    """Pupils with no guardian who may see marks."""
    unsent: int
    """Transcripts that were not sent, because it was stopped."""

    @property
    def anything(self) -> bool:
        """It reached somebody."""
        return bool(self.pupils or self.guardians)


def addressed(session: Session, letters: Mapping[int, int]) -> list[Addressed]:
    """Who got these letters, each about a pupil. One statement."""
    rows = session.execute(
        select(LetterRecipient.letter_id, LetterRecipient.person_id, LetterRecipient.hat)
        .where(LetterRecipient.letter_id.in_(letters))
        .order_by(LetterRecipient.id)
    )
    return [Addressed(letters[letter], person, hat) for letter, person, hat in rows]


def counted(found: Sequence[Addressed], with_account: Collection[int], alone: int, unsent: int) -> Delivered:
    """A guardian of twins is one guardian."""
    pupils = {one.person_id for one in found if one.hat == Hat.PUPIL}
    guardians = {one.person_id for one in found if one.hat == Hat.GUARDIAN}
    reached = set(with_account)
    return Delivered(
        pupils=len(pupils & reached),
        guardians=len(guardians & reached),
        pupils_without=len(pupils - reached),
        guardians_without=len(guardians - reached),
        alone=alone,
        unsent=unsent,
    )
