"""Guardians of pupils, and the decisions of named persons about their access."""

from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.database import change_of
from core.foundation.database.dated import refuse_overlap
from core.foundation.errors import Conflict, Invalid, NotFound, Problem
from core.foundation.history.queries import history_of
from core.people.models import GuardianDecision, Guardianship

GRANTED, UNDECIDED, DENIED = "granted", "undecided", "denied"

DECIDED = "guardian.decided"
"""The kind of change that a decision is. History keeps only a digest of it, so `take_back` alone can undo it."""

_LINKED_ALREADY = _l("This guardian is linked to the pupil on these days already. Nothing was changed.")


def link_guardian(
    session: Session,
    guardian_id: int,
    pupil_id: int,
    relation: str,
    from_date: date,
    *,
    has_custody: bool | None = None,
    contact_ban: bool = False,
) -> Guardianship:
    """Link a guardian to a pupil. Without custody, or with a contact ban, access waits for a decision.

    Raises Invalid where the two are linked on these days already, or are one person.
    """
    if guardian_id == pupil_id:
        message = _l("Nobody is their own guardian.")
        raise Invalid(message, [Problem("guardian", message)])
    same = (Guardianship.guardian_id == guardian_id, Guardianship.pupil_id == pupil_id)
    refuse_overlap(session, Guardianship, from_date, None, *same, message=_LINKED_ALREADY)
    bond = Guardianship(
        guardian_id=guardian_id,
        pupil_id=pupil_id,
        relation=relation,
        from_date=from_date,
        access=UNDECIDED if has_custody is False or contact_ban else GRANTED,
        has_custody=has_custody,
        contact_ban=contact_ban,
    )
    session.add(bond)
    session.flush()
    return bond


def end_guardianship(session: Session, guardianship_id: int, last_day: date) -> Guardianship:
    """The relation lasts until a day. Raises NotFound, and Invalid for a day before its first."""
    bond = guardianship_of(session, guardianship_id)
    if last_day < bond.from_date:
        message = _l("The last day is before the first.")
        raise Invalid(message, [Problem("until_date", message)])
    bond.until_date = last_day
    return bond


def decide(
    session: Session,
    guardianship_id: int,
    *,
    granted: bool,
    basis: str,
    effective: date,
    decided_by: int,
    version: int,
) -> GuardianDecision:
    """Grant or deny a guardian's access with its basis, from today on; the decision and the access together.

    `version` is that of the guardianship the person looked at. Raises Conflict where it changed meanwhile, and Invalid
    without a basis or for a day to come.
    """
    bond = guardianship_of(session, guardianship_id)
    if bond.version != version:
        raise Conflict(_l("Somebody changed this meanwhile. Load the page again and look before you decide."))
    problems = []
    basis = " ".join(basis.split())
    if not basis:
        problems.append(Problem("basis", _l("Write the basis: which document or ruling the decision rests on.")))
    if effective > clock.today():
        problems.append(Problem("effective", _l("A decision cannot take effect later than today: decide on that day.")))
    if problems:
        raise Invalid(_l("The decision was not saved."), problems)
    decision = GuardianDecision(
        guardianship_id=bond.id,
        granted=granted,
        former_access=bond.access,
        basis=basis,
        decided_by_id=decided_by,
        decided_at=clock.now(),
        effective=effective,
    )
    session.add(decision)
    bond.access = GRANTED if granted else DENIED
    session.flush()
    return decision


def take_back(session: Session, decision_id: int) -> Guardianship:
    """Void a decision: what held before it holds again.

    Raises NotFound, and Conflict where it was taken back already or a later decision stands on it.
    """
    decision = session.get(GuardianDecision, decision_id)
    if decision is None:
        raise NotFound(_l("There is no such decision."))
    if decision.voided is not None:
        raise Conflict(_l("This has been taken back already."))
    later = select(GuardianDecision.id).where(
        GuardianDecision.guardianship_id == decision.guardianship_id,
        GuardianDecision.id > decision_id,
        GuardianDecision.voided.is_(None),
    )
    if session.scalar(later.limit(1)) is not None:
        raise Conflict(_l("There is a later decision about this guardian. Take that one back first."))
    change_of(session).undoes_id = history_of(session, "guardian_decision", [decision_id])[-1].change_id
    decision.voided = clock.now()
    bond = guardianship_of(session, decision.guardianship_id)
    bond.access = decision.former_access
    session.flush()
    return bond


def guardianship_of(session: Session, guardianship_id: int) -> Guardianship:
    """The guardianship of an id. Raises NotFound."""
    bond = session.get(Guardianship, guardianship_id)
    if bond is None:
        raise NotFound(_l("There is no such guardianship."))
    return bond
