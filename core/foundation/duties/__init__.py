"""The engine of duties: asks every rule of the school, and sorts what is owed."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.database.sessions import state_of
from core.foundation.plugins import Owned, of
from core.foundation.settings import Settings
from core.values.duties import Duty, DutyQuestion, DutyRule


class Duties:
    """All rules, asked about one school at a time."""

    def __init__(self, rules: Sequence[Owned[DutyRule]], settings: Settings) -> None:
        self._rules = rules
        self._settings = settings

    def owed(self, session: Session, person_id: int | None = None) -> list[Duty]:
        """What a person (nothing: everybody) owes now, late ones first, then by due time and name."""
        moment = clock.now()
        found: list[Duty] = []
        for rule in of(self._rules, state_of(session).plugins):
            values = self._settings.values(session, rule.section)
            found.extend(rule.find(session, DutyQuestion(moment, values, person_id)))
        return sorted(found, key=lambda duty: (duty.state != "late", duty.due, duty.person))
