"""The importer that core's import pages and the command work with."""

from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session

from core.values.imports import Entity, Plan, ReadingContext, Snapshot
from core.values.texts import N_
from klade_viis_sync.container import ENDINGS
from klade_viis_sync.planning import apply_plan, make_plan
from klade_viis_sync.planning.steps import (
    CLASS_TEACHERS,
    CLASSES,
    ENROLMENTS,
    GUARDIANS,
    PROGRAMMES,
    PUPILS,
    SCHOOL,
    STAFF,
)
from klade_viis_sync.reading import read_file


class ViisImporter:
    """Reads files of the state register in the format VIIS-PROP/1."""

    key = "viis"
    title = N_("VIIS file")
    entities: tuple[Entity, ...] = (
        Entity(SCHOOL, N_("School"), counts=False),
        Entity(PROGRAMMES, N_("Education programmes"), counts=False),
        Entity(STAFF, N_("Staff")),
        Entity(CLASSES, N_("Classes")),
        Entity(CLASS_TEACHERS, N_("Class teachers"), counts=False),
        Entity(PUPILS, N_("Pupils")),
        Entity(ENROLMENTS, N_("Enrolments")),
        Entity(GUARDIANS, N_("Guardians")),
    )
    file_endings: tuple[str, ...] = ENDINGS

    def read(self, content: bytes, context: ReadingContext) -> Snapshot:
        return read_file(content, context)

    def plan(self, session: Session, snapshot: Snapshot, answers: Mapping[str, str]) -> Plan:
        return make_plan(session, snapshot, answers)

    def apply(self, session: Session, plan: Plan, accepted: Collection[str]) -> None:
        apply_plan(session, plan, accepted)
