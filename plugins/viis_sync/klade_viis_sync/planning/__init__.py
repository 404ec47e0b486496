"""How a file differs from the school: matched, compared field by field, and what each difference would write."""

from collections.abc import Collection, Mapping
from typing import cast

from sqlalchemy.orm import Session

from core.values.imports import Plan, Snapshot
from core.values.texts import N_
from klade_viis_sync.planning.enrolments import plan_enrolments
from klade_viis_sync.planning.guardians import plan_guardians, plan_missing_guardians
from klade_viis_sync.planning.pupils import plan_missing_pupils, plan_pupils
from klade_viis_sync.planning.school import (
    plan_class_teachers,
    plan_classes,
    plan_missing_classes,
    plan_profile,
    plan_programmes,
)
from klade_viis_sync.planning.staff import plan_missing_staff, plan_staff
from klade_viis_sync.planning.steps import Planning
from klade_viis_sync.present import Present
from klade_viis_sync.register import Register
from klade_viis_sync.writing import Writer

NEW_PERSONS = N_("New persons")
UNDECIDED = N_("Guardians waiting for a decision about access")


def make_plan(session: Session, snapshot: Snapshot, answers: Mapping[str, str]) -> Plan:
    """Compare the file with the school. A later noun finds the rows of an earlier one."""
    register = cast(Register, snapshot.content)
    planning = Planning(register, Present(session, register.manifest.school_year), answers)
    plan_profile(planning)
    plan_programmes(planning)
    plan_staff(planning)
    plan_classes(planning)
    plan_class_teachers(planning)
    plan_pupils(planning)
    plan_enrolments(planning)
    plan_guardians(planning)
    plan_missing_staff(planning)
    plan_missing_classes(planning)
    plan_missing_pupils(planning)
    plan_missing_guardians(planning)
    differences = tuple(step.difference for step in planning.steps)
    figures = {NEW_PERSONS: len(planning.new_persons), UNDECIDED: planning.undecided}
    return Plan(differences, dict(planning.same), figures, tuple(planning.problems), planning)


def apply_plan(session: Session, plan: Plan, accepted: Collection[str]) -> None:
    """Write the accepted differences, in bulk."""
    planning = cast(Planning, plan.content)
    writer = Writer(planning.known)
    for step in planning.steps:
        if step.write is not None and step.difference.key in accepted:
            step.write(writer)
    writer.write(session)
