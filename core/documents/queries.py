"""What may be asked about issued documents, and which pupils a class's documents are about."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.classes.models import ClassMembership, ClassTeacher, SchoolClass
from core.documents.access import PREPARE, REGISTER
from core.documents.models import IssuedBundle, IssuedDocument
from core.foundation.permissions import visible
from core.people.models import Person
from core.values.asker import Asker


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """A line of the register."""

    document: IssuedDocument
    listed_name: str


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """Some lines of the register, newest first, and how many there are."""

    entries: Sequence[RegisterEntry]
    total: int


def register(session: Session, asker: Asker, start: int, most: int) -> RegisterPage:
    """Issued documents that the asker may open, the newest first."""
    mine = IssuedDocument.id.in_(visible(asker, REGISTER, IssuedDocument))
    rows = session.execute(
        select(IssuedDocument, Person.family_name, Person.given_name)
        .join(Person, Person.id == IssuedDocument.person_id)
        .where(mine)
        .order_by(IssuedDocument.id.desc())
        .offset(start)
        .limit(most)
    )
    entries = [RegisterEntry(document, f"{family} {given}") for document, family, given in rows]
    return RegisterPage(entries, session.scalar(select(func.count()).select_from(IssuedDocument).where(mine)) or 0)


def issued_about(session: Session, pupil_id: int) -> Sequence[IssuedDocument]:
    """Everything that was issued about a pupil, the newest first."""
    return session.scalars(
        select(IssuedDocument).where(IssuedDocument.person_id == pupil_id).order_by(IssuedDocument.id.desc())
    ).all()


def issued_to(
    session: Session, type_key: str, period_key: str, pupil_ids: Collection[int], first: date
) -> dict[int, IssuedDocument]:
    """By pupil: the newest document of a type and period."""
    rows = session.scalars(
        select(IssuedDocument)
        .where(
            IssuedDocument.person_id.in_(pupil_ids),
            IssuedDocument.type_key == type_key,
            IssuedDocument.period_key == period_key,
            IssuedDocument.first == first,
        )
        .order_by(IssuedDocument.id)
    )
    return {document.person_id: document for document in rows}


def newest_bundle(
    session: Session, type_key: str, period_key: str, school_class_id: int, first: date
) -> IssuedBundle | None:
    """The file with a whole class's documents that was issued last."""
    return session.scalars(
        select(IssuedBundle)
        .where(
            IssuedBundle.school_class_id == school_class_id,
            IssuedBundle.type_key == type_key,
            IssuedBundle.period_key == period_key,
            IssuedBundle.first == first,
        )
        .order_by(IssuedBundle.id.desc())
        .limit(1)
    ).first()


def classes_to_prepare(session: Session, asker: Asker, school_year_id: int) -> Sequence[SchoolClass]:
    """The classes of a year whose documents the asker may prepare; own ones first."""
    own = select(ClassTeacher.school_class_id).where(
        ClassTeacher.person_id == asker.person_id, ClassTeacher.on(asker.day)
    )
    return session.scalars(
        select(SchoolClass)
        .where(SchoolClass.school_year_id == school_year_id, SchoolClass.id.in_(visible(asker, PREPARE, SchoolClass)))
        .order_by(SchoolClass.id.in_(own).desc(), SchoolClass.grade, SchoolClass.letter)
    ).all()


def classes_named(session: Session, asker: Asker, class_ids: Collection[int]) -> Sequence[SchoolClass]:
    """Those of these classes whose documents the asker may prepare, from the lowest grade up."""
    return session.scalars(
        select(SchoolClass)
        .where(SchoolClass.id.in_(class_ids), SchoolClass.id.in_(visible(asker, PREPARE, SchoolClass)))
        .order_by(SchoolClass.grade, SchoolClass.letter, SchoolClass.id)
    ).all()


def pupil_counts(session: Session, class_ids: Collection[int], day: date) -> dict[int, int]:
    """By class: how many pupils it has on a day."""
    rows = session.execute(
        select(ClassMembership.school_class_id, func.count())
        .where(ClassMembership.school_class_id.in_(class_ids), ClassMembership.on(day))
        .group_by(ClassMembership.school_class_id)
    )
    return dict(rows.all())


def newest_bundles(
    session: Session, type_key: str, period_key: str, class_ids: Collection[int], year_begins: date
) -> dict[int, IssuedBundle]:
    """By class: the file with its documents that was issued last for a period of the year that began then."""
    rows = session.scalars(
        select(IssuedBundle)
        .where(
            IssuedBundle.school_class_id.in_(class_ids),
            IssuedBundle.type_key == type_key,
            IssuedBundle.period_key == period_key,
            IssuedBundle.first >= year_begins,
        )
        .order_by(IssuedBundle.id)
    )
    return {bundle.school_class_id: bundle for bundle in rows if bundle.school_class_id is not None}


def bundles_beside(session: Session, asker: Asker, bundle: IssuedBundle) -> list[tuple[IssuedBundle, str, int]]:
    """The files of the classes that were issued together with this one, with the class and how many documents."""
    rows = session.execute(
        select(IssuedBundle, SchoolClass.grade, SchoolClass.letter, func.count(IssuedDocument.id))
        .join(SchoolClass, SchoolClass.id == IssuedBundle.school_class_id)
        .join(IssuedDocument, IssuedDocument.bundle_id == IssuedBundle.id)
        .where(
            IssuedBundle.id.in_(visible(asker, REGISTER, IssuedBundle)),
            IssuedBundle.id == bundle.id if bundle.batch_id is None else IssuedBundle.batch_id == bundle.batch_id,
        )
        .group_by(IssuedBundle.id, SchoolClass.grade, SchoolClass.letter)
        .order_by(SchoolClass.grade, SchoolClass.letter)
    )
    return [(one, f"{grade}.{letter}", count) for one, grade, letter, count in rows]


def pupils_to_prepare(session: Session, asker: Asker, school_class_id: int, day: date) -> list[int]:
    """The pupils of a class on a day whom the asker's permission reaches, by the alphabet."""
    return list(
        session.scalars(
            select(ClassMembership.pupil_id)
            .join(Person, Person.id == ClassMembership.pupil_id)
            .where(
                ClassMembership.school_class_id == school_class_id,
                ClassMembership.on(day),
                Person.id.in_(visible(asker, PREPARE, Person)),
            )
            .order_by(Person.sort_key, Person.id)
        )
    )
