"""Plans the school's own rows: profile, programmes, classes and their teachers."""

from datetime import timedelta
from typing import Any

from core.classes.models import ClassProgramme, ClassTeacher, SchoolClass
from core.schools.models import Programme, Room, SchoolProfile, SchoolYear
from core.values.imports import FieldChange, Kind
from core.values.texts import N_
from klade_viis_sync.planning.steps import (
    CLASS_TEACHERS,
    CLASSES,
    PROGRAMMES,
    SCHOOL,
    STAFF,
    Planning,
    changes_shown,
    changing,
    differing,
    shown,
)
from klade_viis_sync.present import PROFILE_FIELDS, PROGRAMME_FIELDS, Dated, Row
from klade_viis_sync.records import ClassRow
from klade_viis_sync.tables import KLASE, PEDAGOGS, PROGRAMMA, SKOLA
from klade_viis_sync.writing import Ref, Writer


def plan_profile(planning: Planning) -> None:
    for record in planning.register.rows(SKOLA):
        row = planning.present.profile
        old = row.values if row else {}
        new = differing(record, old, PROFILE_FIELDS)
        if not new:
            planning.same[SCHOOL] += 1
            continue
        write = changing(SchoolProfile, row, new) if row else _inserting(SchoolProfile, new)
        kind = Kind.CHANGED if row else Kind.NEW
        fields = changes_shown(SKOLA, old, new)
        planning.add(kind, SCHOOL, record.key, record.name, fields, [planning.row(SKOLA, record)], write)


def plan_programmes(planning: Planning) -> None:
    for code, row in planning.present.programmes.items():
        planning.known[Ref("programme", code)] = row.id
    for record in planning.register.rows(PROGRAMMA):
        row = planning.present.programmes.get(record.code)
        old = row.values if row else {}
        new = differing(record, old, PROGRAMME_FIELDS)
        if row and not new:
            planning.same[PROGRAMMES] += 1
            continue
        fields = changes_shown(PROGRAMMA, old, new)
        title = f"{record.code} {record.title}"
        rows = [planning.row(PROGRAMMA, record)]
        if row:
            write = changing(Programme, row, new)
            planning.add(Kind.CHANGED, PROGRAMMES, record.code, title, fields, rows, write)
        else:
            write = _inserting(Programme, {"code": record.code} | new, Ref("programme", record.code))
            planning.add(Kind.NEW, PROGRAMMES, record.code, title, fields, rows, write)


def _inserting(model: Any, values: dict[str, Any], ref: Ref | None = None) -> Any:
    def write(writer: Writer) -> None:
        writer.insert(model, values, ref)

    return write


def plan_classes(planning: Planning) -> None:
    present = planning.present
    for name, row in present.classes.items():
        planning.known[Ref("class", name)] = row.id
    for room, room_id in present.rooms.items():
        planning.known[Ref("room", room)] = room_id
    if present.year_id is not None:
        planning.known[Ref("year", planning.register.manifest.school_year)] = present.year_id
    for record in planning.register.rows(KLASE):
        programme = Ref("programme", record.programme_code or "")
        needs = planning.needs(PROGRAMMES, programme, programme.key) if record.programme_code else ()
        row = present.classes.get(record.key)
        if row is None:
            _plan_new_class(planning, record, needs)
            continue
        planning.seen[CLASSES].add(row.id)
        _plan_class(planning, record, row, needs)


def _plan_new_class(planning: Planning, record: ClassRow, needs: tuple[str, ...]) -> None:
    fields = [shown("telpa", None, record.room), shown("programmas_kods", None, record.programme_code)]
    year = planning.register.manifest

    def write(writer: Writer) -> None:
        of_year = Ref("year", year.school_year)
        if not writer.knows(of_year):
            days = {"from_date": year.first_day, "until_date": year.last_day}
            writer.insert(SchoolYear, {"key": year.school_year} | days, of_year)
        values = {
            "school_year_id": of_year,
            "grade": record.grade,
            "letter": record.letter,
            # The year in which these pupils began grade 1: it stays as the class moves up.
            "cohort": f"{year.first_day.year - record.grade + 1}-{record.letter}",
            "is_combined": record.is_combined,
            "room_id": _room(writer, record),
        }
        writer.insert(SchoolClass, values, Ref("class", record.key))
        if record.programme_code:
            _insert_programme(writer, record)

    planning.add(Kind.NEW, CLASSES, record.key, record.key, _said(fields), [planning.row(KLASE, record)], write, needs)


def _plan_class(planning: Planning, record: ClassRow, row: Row, needs: tuple[str, ...]) -> None:
    rooms = {room_id: name for name, room_id in planning.present.rooms.items()}
    old_room = rooms.get(row.values["room_id"])
    fields: list[FieldChange] = []
    if record.room and record.room != old_room:
        fields.append(shown("telpa", old_room, record.room))
    if record.is_combined != row.values["is_combined"]:
        fields.append(shown("apvienota", row.values["is_combined"], record.is_combined))
    programme = planning.present.programmes.get(record.programme_code or "")
    taught = programme is not None and (row.id, programme.id) in planning.present.class_programmes
    if record.programme_code and not taught:
        fields.append(shown("programmas_kods", None, record.programme_code))
    if not fields:
        planning.same[CLASSES] += 1
        return

    def write(writer: Writer) -> None:
        new: dict[str, Any] = {"is_combined": record.is_combined}
        if record.room and record.room != old_room:
            new["room_id"] = _room(writer, record)
        writer.change(SchoolClass, row, new)
        if record.programme_code and not taught:
            _insert_programme(writer, record)

    planning.add(Kind.CHANGED, CLASSES, record.key, record.key, fields, [planning.row(KLASE, record)], write, needs)


def _room(writer: Writer, record: ClassRow) -> Ref | None:
    if not record.room:
        return None
    room = Ref("room", record.room)
    if not writer.knows(room):
        writer.insert(Room, {"name": record.room}, room)
    return room


def _insert_programme(writer: Writer, record: ClassRow) -> None:
    values = {
        "school_class_id": Ref("class", record.key),
        "programme_id": Ref("programme", record.programme_code or ""),
    }
    writer.insert(ClassProgramme, values)


def plan_missing_classes(planning: Planning) -> None:
    """Classes of the year of which the file says nothing: only shown."""
    if not planning.register.has(KLASE):
        return
    left_out = planning.register.left_out[KLASE.name]
    for name, row in planning.present.classes.items():
        if row.id not in planning.seen[CLASSES] and name not in left_out:
            planning.add(Kind.MISSING, CLASSES, f"class/{row.id}", name, (), (), None)


def _said(fields: list[FieldChange]) -> list[FieldChange]:
    return [field for field in fields if field.new is not None]


def plan_class_teachers(planning: Planning) -> None:
    """A class's main teacher; the file names one person a class. Stands on staff and classes."""
    staff = planning.register.keys(PEDAGOGS)
    for record in planning.register.rows(KLASE):
        code = record.class_teacher_code
        if not code:
            continue
        teacher = Ref("person", code)
        if not planning.knows(teacher) and (staff is None or code not in staff):
            if staff is None:
                planning.warn(KLASE, record, "audzinataja_pk", N_("Nobody with this personal code is known here."))
            continue
        _plan_class_teacher(planning, record, teacher)


def _plan_class_teacher(planning: Planning, record: ClassRow, teacher: Ref) -> None:
    present = planning.present
    row = present.classes.get(record.key)
    main = _main_teacher(planning, row.id) if row else None
    if main and main.value == planning.known.get(teacher):
        planning.same[CLASS_TEACHERS] += 1
        return
    old_name = present.listed_name(main.value) if main else None
    new_name = planning.name_of(teacher)

    def write(writer: Writer) -> None:
        if main and main.from_date >= planning.day:
            writer.change(ClassTeacher, main.row("person_id"), {"person_id": teacher})
            return
        if main:
            ends = planning.day - timedelta(days=1)
            writer.change(ClassTeacher, main.row("person_id"), {"until_date": ends})
        begins = planning.day if main else planning.first_day
        values = {"school_class_id": Ref("class", record.key), "person_id": teacher, "from_date": begins}
        writer.insert(ClassTeacher, values | {"is_main": True})

    needs = (
        *planning.needs(CLASSES, Ref("class", record.key), record.key),
        *planning.needs(STAFF, teacher, teacher.key),
    )
    planning.add(
        Kind.CHANGED if main else Kind.NEW,
        CLASS_TEACHERS,
        record.key,
        record.key,
        [FieldChange("audzinataja_pk", old_name, new_name)],
        [planning.row(KLASE, record)],
        write,
        needs,
    )


def _main_teacher(planning: Planning, class_id: int) -> Dated | None:
    teachers = planning.present.class_teachers[class_id]
    open_ended = [row for row in teachers if row.until_date is None or row.until_date >= planning.day]
    return open_ended[-1] if open_ended else None
