"""Whether a notice about a child is still for its recipient: who lost access is told nothing more."""

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from core.notices.models import Notice
from core.people.adults import guardians_still_see
from core.people.guardians import GRANTED
from core.people.models import Guardianship, Person


def still_reaches(day: date) -> ColumnElement[bool]:
    """The SQL condition on a notice: it is about no child, about the person, or about a child that they may see."""
    bond = aliased(Guardianship)
    granted = exists().where(
        bond.pupil_id == Notice.child_id,
        bond.guardian_id == Notice.person_id,
        bond.access == GRANTED,
        bond.on(day),
    )
    open_to = exists(select(Person.id).where(Person.id == Notice.child_id, guardians_still_see(day)).correlate(Notice))
    return or_(Notice.child_id.is_(None), Notice.child_id == Notice.person_id, and_(granted, open_to))
