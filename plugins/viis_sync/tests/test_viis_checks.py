"""Rows against each other: references, days, orders, keys; and what falls with a row that is left out."""

from collections.abc import Callable

import pytest

from core.values.imports import FileProblem, Severity, Snapshot
from klade_viis_sync.register import Register
from klade_viis_sync.tables import IZGLITOJAMAIS, PARSTAVIS, PIEDERIBA
from klade_viis_sync.testing import ViisFile
from klade_viis_sync.testing.files import ANNAS, BRUNOS, affiliation

Read = Callable[..., Snapshot]


def faults(snapshot: Snapshot) -> list[tuple[str, int | None, str | None, str]]:
    return [
        (problem.file.removesuffix(".csv"), problem.line, problem.column, str(problem.severity))
        for problem in snapshot.problems
    ]


def register(snapshot: Snapshot) -> Register:
    assert isinstance(snapshot.content, Register)
    return snapshot.content


@pytest.mark.parametrize(
    ("table", "row", "column", "value", "says"),
    [
        ("skola", 0, "registracijas_nr", "2500000001", "another school"),
        ("klase", 0, "macibu_gads", "2025/2026", "another school year"),
        ("klase", 0, "programmas_kods", "31016011", "no programme 31016011"),
        ("pedagogs", 0, "lidz", "2010-01-01", "last day lies before"),
        ("izglitojamais", 0, "dzimsanas_datums", "2013-05-05", "another birth date"),
        ("izglitojamais", 2, "dzimsanas_datums", "2027-01-01", "future"),
        ("izglitojamais", 2, "pmk_datums", "2027-01-01", "future"),
        ("izglitojamais", 2, "iestades_id", "", "neither a personal code"),
        ("parstavis", 0, "izgl_id", "010101-10000", "no such pupil"),
        ("parstavis", 0, "personas_kods", ANNAS, "pupil's own"),
        ("piederiba", 0, "registracijas_nr", "2500000001", "another school"),
        ("piederiba", 0, "klase", "7.b", "by level and letter"),
        ("piederiba", 0, "programmas_kods", "31016011", "no programme"),
        ("piederiba", 0, "no_datums", "2026-08-31", "outside the school year"),
        ("piederiba", 0, "no_datums", "2027-09-01", "outside the school year"),
        ("piederiba", 0, "lidz_datums", "2028-01-01", "outside the school year"),
        ("piederiba", 0, "statuss", "atskaitits", "no last day"),
        ("piederiba", 0, "uznemsanas_rikojuma_datums", "", "has no date"),
        ("piederiba", 0, "uznemsanas_rikojuma_nr", "", "has no number"),
        ("piederiba", 0, "atskaitisanas_rikojuma_nr", "1-9/1", "has no date"),
    ],
)
def test_a_fault_between_rows_leaves_the_row_out(
    table: str, row: int, column: str, value: str, says: str, viis_file: ViisFile, read: Read
) -> None:
    viis_file.row(table, row)[column] = value
    found = [problem for problem in read(viis_file.zip()).problems if says in problem.text % dict(problem.values)]
    assert [(problem.file, problem.line) for problem in found] == [(f"{table}.csv", row + 2)]
    assert found[0].severity is Severity.ERROR
    assert found[0].column is not None


@pytest.mark.parametrize(
    ("table", "row", "changed", "says"),
    [
        ("programma", 0, {"akreditets_lidz": "2019-01-01"}, "accreditation ends"),
        ("klase", 1, {"audzinataja_pk": BRUNOS}, "not among the staff"),
        ("izglitojamais", 2, {"dzimsanas_datums": "1970-01-01"}, "unusual age"),
        ("piederiba", 0, {"uznemsanas_rikojuma_nr": "", "uznemsanas_rikojuma_datums": ""}, "no order of admission"),
        ("piederiba", 0, {"uznemsanas_rikojuma_datums": "2026-10-01"}, "later than the day"),
        ("piederiba", 0, {"lidz_datums": "2026-10-01", "statuss": "atskaitits"}, "no order of withdrawal"),
    ],
)
def test_what_is_only_odd_is_a_warning(
    table: str, row: int, changed: dict[str, str], says: str, viis_file: ViisFile, read: Read
) -> None:
    viis_file.row(table, row).update(changed)
    (problem,) = read(viis_file.zip()).problems
    assert says in problem.text
    assert (problem.severity, problem.line) == (Severity.WARNING, row + 2)


def test_a_key_given_twice_is_an_error_of_the_second_row(viis_file: ViisFile, read: Read) -> None:
    viis_file.tables["izglitojamais"].append(viis_file.row("izglitojamais", 0) | {"vards": "Anete"})
    snapshot = read(viis_file.zip())
    assert faults(snapshot) == [("izglitojamais", 5, "personas_kods", "error")]
    assert snapshot.problems[0].values == {"other": 2}
    assert [row.given_name for row in register(snapshot).rows(IZGLITOJAMAIS)][:1] == ["Anna Marija"]


def test_a_number_of_the_institution_given_twice_is_an_error(viis_file: ViisFile, read: Read) -> None:
    viis_file.row("izglitojamais", 0)["iestades_id"] = "PG-0007"
    assert ("izglitojamais", 4, "iestades_id", "error") in faults(read(viis_file.zip()))


def test_days_in_two_classes_at_once_are_an_error(viis_file: ViisFile, read: Read) -> None:
    viis_file.tables["piederiba"].append(affiliation(ANNAS, "7.b", "2026-10-16"))
    assert faults(read(viis_file.zip())) == [("piederiba", 5, "no_datums", "error")]


def test_a_move_from_class_to_class_is_no_fault(viis_file: ViisFile, read: Read) -> None:
    viis_file.row("piederiba")["lidz_datums"] = "2026-10-15"
    viis_file.tables["piederiba"].append(affiliation(ANNAS, "7.b", "2026-10-16"))
    assert read(viis_file.zip()).problems == ()


def test_what_stands_on_a_pupil_with_an_error_is_left_out_too(viis_file: ViisFile, read: Read) -> None:
    viis_file.row("izglitojamais", 0)["dzimums"] = "?"
    snapshot = read(viis_file.zip())
    assert faults(snapshot) == [
        ("izglitojamais", 2, "dzimums", "error"),
        ("parstavis", 2, "izgl_id", "error"),
        ("piederiba", 2, "izgl_id", "error"),
    ]
    assert len(register(snapshot).rows(PARSTAVIS)) == len(register(snapshot).rows(PIEDERIBA)) == 2


def test_what_stands_on_a_class_with_an_error_is_left_out_too(viis_file: ViisFile, read: Read) -> None:
    viis_file.row("klase", 1)["apvienota"] = "?"
    assert ("piederiba", 4, "klase", "error") in faults(read(viis_file.zip()))


def test_an_unknown_class_is_named(viis_file: ViisFile, read: Read) -> None:
    viis_file.row("piederiba").update(klase="9.z", limenis="9", burts="z")
    found = read(viis_file.zip()).problems
    assert [(problem.column, dict(problem.values)) for problem in found] == [("klase", {"name": "9.z"})]


def test_a_pupil_without_a_class_is_a_warning(viis_file: ViisFile, read: Read) -> None:
    del viis_file.tables["piederiba"][2]
    (problem,) = read(viis_file.zip()).problems
    assert (problem.file, problem.line, problem.severity) == ("izglitojamais.csv", 4, Severity.WARNING)


def test_faults_stand_in_the_order_of_the_tables_and_lines(viis_file: ViisFile, read: Read) -> None:
    viis_file.row("piederiba", 1)["statuss"] = "?"
    viis_file.row("izglitojamais", 2)["dzimums"] = "?"
    viis_file.row("izglitojamais", 0)["dzimums"] = "?"
    lines = [(table, line) for table, line, _, _ in faults(read(viis_file.zip()))]
    order = ["izglitojamais", "parstavis", "piederiba"]
    assert lines == sorted(lines, key=lambda place: (order.index(place[0]), place[1] or 0))


def test_a_file_may_hold_some_tables_only(viis_file: ViisFile, read: Read) -> None:
    viis_file.tables = {"pedagogs": viis_file.tables["pedagogs"]}
    snapshot = read(viis_file.zip())
    assert (snapshot.rows, snapshot.problems) == ({"pedagogs": 1}, ())


def test_a_file_without_a_table_is_refused(viis_file: ViisFile, refusal: Callable[..., FileProblem]) -> None:
    viis_file.tables = {}
    assert "no table" in refusal(viis_file.zip()).text
