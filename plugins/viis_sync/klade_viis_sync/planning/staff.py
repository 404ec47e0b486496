"""Plans staff: persons, and the posts they hold."""

from typing import Any

from core.people.models import Post
from core.values.imports import FieldChange, Kind
from core.values.personal_code import read_personal_code
from klade_viis_sync.planning.personal import NewPerson, changed_person
from klade_viis_sync.planning.persons import Match, Proposal, enter, matched
from klade_viis_sync.planning.steps import STAFF, Planning, changes_shown, differing, key_of, shown
from klade_viis_sync.present import POST_FIELDS, Row
from klade_viis_sync.records import StaffRow
from klade_viis_sync.tables import PEDAGOGS
from klade_viis_sync.writing import Ref, Write, Writer


def plan_staff(planning: Planning) -> None:
    for record in planning.register.rows(PEDAGOGS):
        born = read_personal_code(record.personal_code).birth_date
        names = (record.given_name, record.family_name)
        match = matched(planning, key_of(STAFF, record.key), record.personal_code, None, names, born)
        values = {
            "given_name": record.given_name,
            "family_name": record.family_name,
            "personal_code": record.personal_code,
            "birth_date": born,
        }
        title = f"{record.family_name} {record.given_name}"
        planning.names[Ref("person", record.personal_code)] = title
        proposal = _proposal(planning, record, match, values)
        enter(planning, STAFF, record.key, title, [planning.row(PEDAGOGS, record)], match, proposal)


def _proposal(planning: Planning, record: StaffRow, match: Match, values: dict[str, Any]) -> Proposal:
    ref = Ref("person", record.personal_code)
    if match.person_id is None:
        planning.new_persons.add(ref)
        newcomer = NewPerson(ref, values, {})

        def write_new(writer: Writer) -> None:
            newcomer.write(writer)
            writer.insert(Post, _post_values(record) | {"person_id": ref})

        fields = [
            shown("personas_kods", None, record.personal_code),
            shown("amats", None, record.post),
            shown("no", None, record.from_date),
        ]
        return Proposal(fields, write_new)
    if not match.is_open:
        planning.known[ref] = match.person_id
    person = changed_person(planning.present, match.person_id, PEDAGOGS, values, {})
    post_fields, write_post = _post(planning, record, match.person_id)

    def write(writer: Writer) -> None:
        person.write(writer)
        write_post(writer)

    return Proposal([*person.fields, *post_fields], write)


def _post(planning: Planning, record: StaffRow, person_id: int) -> tuple[list[FieldChange], Write]:
    """The post of that title which the person holds at that time; else a new one."""
    row = _held(planning.present.posts[person_id], record)
    if row is None:
        fields = [shown("amats", None, record.post), shown("no", None, record.from_date)]
        return fields, lambda writer: writer.insert(Post, _post_values(record) | {"person_id": person_id})
    planning.seen[STAFF].add(row.id)
    new = differing(record, row.values, (*POST_FIELDS, "from_date", "until_date"))

    def write(writer: Writer) -> None:
        if new:
            writer.change(Post, row, new)

    return changes_shown(PEDAGOGS, row.values, new), write


def _held(posts: list[Row], record: StaffRow) -> Row | None:
    for row in posts:
        begins_in_time = record.until_date is None or row.values["from_date"] <= record.until_date
        lasts = row.values["until_date"] is None or row.values["until_date"] >= record.from_date
        if row.values["title"] == record.post and begins_in_time and lasts:
            return row
    return None


def _post_values(record: StaffRow) -> dict[str, Any]:
    return {
        "title": record.post,
        "load": record.load,
        "weekly_hours": record.weekly_hours,
        "education": record.education,
        "subjects": record.subjects,
        "from_date": record.from_date,
        "until_date": record.until_date,
    }


def plan_missing_staff(planning: Planning) -> None:
    """Posts held on the file's day of which the file says nothing: only shown."""
    if not planning.register.has(PEDAGOGS):
        return
    for posts in planning.present.posts.values():
        for row in posts:
            over = row.values["until_date"] is not None and row.values["until_date"] < planning.day
            if row.id in planning.seen[STAFF] or over or row.values["from_date"] > planning.day:
                continue
            name = planning.present.listed_name(row.values["person_id"])
            fields = [FieldChange("amats", row.values["title"], None)]
            planning.add(Kind.MISSING, STAFF, f"post/{row.id}", name, fields, (), None)
