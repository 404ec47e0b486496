"""Which differences can be applied: chosen, answered, unchanged since they were shown, and with all that they need."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.imports.differences import body_of
from core.values.imports import Difference, Kind
from core.values.texts import N_

NOT_CHOSEN = N_("Not chosen")
ONLY_SHOWN = N_("Missing from the file: only shown")
UNANSWERED = N_("Waits for an answer")
MOVED_ON = N_("The school's data changed since the preview")
NEEDS = N_("Needs something that was not accepted")


@dataclass(frozen=True, slots=True)
class Shown:
    """A difference as the preview showed it, and whether it was chosen."""

    id: int
    kind: str
    key: str
    body: str
    is_chosen: bool


@dataclass(slots=True)
class Selection:
    """What is to be applied, and why the rest is left, by the stored differences' ids."""

    accepted: set[str] = field(default_factory=set)
    applied: list[int] = field(default_factory=list)
    left: dict[str, list[int]] = field(default_factory=dict)
    """Reason → ids."""

    def leave(self, reason: str, difference_id: int) -> None:
        self.left.setdefault(reason, []).append(difference_id)


def selected(shown: list[Shown], now: Mapping[str, Difference], answers: Mapping[str, str]) -> Selection:
    """Hold what was shown and chosen against how the school stands now."""
    selection = Selection()
    able: dict[str, Shown] = {}
    for one in shown:
        reason = _reason_to_leave(one, now.get(one.key), answers)
        if reason:
            selection.leave(reason, one.id)
        else:
            able[one.key] = one
    # A difference falls with what it needs, and so do those that need it in turn.
    while falling := [key for key in able if not all(_is_met(need, able, now) for need in now[key].needs)]:
        for key in falling:
            selection.leave(NEEDS, able.pop(key).id)
    selection.accepted = set(able)
    selection.applied = [one.id for one in able.values()]
    return selection


def _reason_to_leave(one: Shown, now: Difference | None, answers: Mapping[str, str]) -> str:
    if one.kind == Kind.MISSING:
        return ONLY_SHOWN
    if one.kind == Kind.QUESTION and one.key not in answers:
        return UNANSWERED
    if not one.is_chosen:
        return NOT_CHOSEN
    if now is None or now.kind != one.kind or body_of(now) != one.body:
        return MOVED_ON
    return ""


def _is_met(need: str, able: Mapping[str, Shown], now: Mapping[str, Difference]) -> bool:
    """What is needed is accepted too, or is there by now."""
    return need in able or need not in now
