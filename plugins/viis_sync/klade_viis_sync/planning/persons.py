"""Who a row speaks of: found by personal code, by the institution's number, else asked of a person."""

from dataclasses import dataclass
from datetime import date

from core.values.imports import Choice, FieldChange, Kind, RowRef
from core.values.texts import N_
from klade_viis_sync.planning.steps import Planning
from klade_viis_sync.present import Present, name_key
from klade_viis_sync.writing import Write

NEW, SAME = "new", "same"

_SAME_PERSON = N_("The same person: %(name)s, born %(born)s")
_SAME_UNDATED = N_("The same person: %(name)s")
_ANOTHER = N_("Another person of that name: add as new")


@dataclass(frozen=True, slots=True)
class Match:
    """The person a row speaks of, or nobody yet. With `choices` a person has to say, and `answer` is what was said."""

    person_id: int | None
    choices: tuple[Choice, ...] = ()
    answer: str | None = None

    @property
    def is_open(self) -> bool:
        """Nobody has answered yet."""
        return bool(self.choices) and self.answer is None


def matched(
    planning: Planning, key: str, code: str | None, number: str | None, name: tuple[str, str], born: date | None
) -> Match:
    """By code, else by number; a person of the same name and birth date is only a candidate."""
    present = planning.present
    found = present.by_code.get(code) if code else None
    if found is None and number:
        found = present.by_number.get(number)
    if found is not None:
        return Match(found)
    if born is None:
        return Match(None)
    candidates = [
        person_id
        for person_id in present.by_name.get(name_key(*name), ())
        if present.persons[person_id].values["birth_date"] == born and not contradicts(present, person_id, code)
    ]
    return asked(planning, key, candidates)


def asked(planning: Planning, key: str, candidates: list[int]) -> Match:
    """What was answered about these candidates, or the question; nobody where there are none."""
    if not candidates:
        return Match(None)
    choices = (*(_choice(planning.present, person_id) for person_id in candidates), Choice(NEW, _ANOTHER))
    answer = planning.answers.get(key)
    if answer == NEW:
        return Match(None, choices, answer)
    for person_id in candidates:
        if answer == f"{SAME}-{person_id}":
            return Match(person_id, choices, answer)
    # While nobody has answered, the first candidate is compared: the question shows what would change.
    return Match(candidates[0], choices)


def contradicts(present: Present, person_id: int, code: str | None) -> bool:
    """Two different personal codes are two persons."""
    theirs = present.persons[person_id].values["personal_code"]
    return bool(code and theirs and code != theirs)


def _choice(present: Present, person_id: int) -> Choice:
    born = present.persons[person_id].values["birth_date"]
    name = present.listed_name(person_id)
    if born:
        return Choice(f"{SAME}-{person_id}", _SAME_PERSON, {"name": name, "born": born.isoformat()})
    return Choice(f"{SAME}-{person_id}", _SAME_UNDATED, {"name": name})


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one outcome of the matching would show and write; `is_new` where that is a fact of its own."""

    fields: list[FieldChange]
    write: Write
    is_new: bool = False


def enter(
    planning: Planning,
    entity: str,
    key: str,
    title: str,
    rows: list[RowRef],
    match: Match,
    proposal: Proposal,
    needs: tuple[str, ...] = (),
) -> None:
    """Enter the difference about a person: new, changed, asked; nothing where all is there already."""
    write: Write | None = proposal.write
    if match.choices:
        kind, write = Kind.QUESTION, None if match.is_open else proposal.write
    elif match.person_id is None or proposal.is_new:
        kind = Kind.NEW
    elif proposal.fields:
        kind = Kind.CHANGED
    else:
        planning.same[entity] += 1
        return
    planning.add(kind, entity, key, title, proposal.fields, rows, write, needs, match.choices)
