"""The manifest: whose file it is, and that every table is the one it describes."""

from collections.abc import Callable
from typing import Any

import pytest

from core.values.imports import FileProblem, Snapshot
from klade_viis_sync.testing import SCHOOL, ViisFile

Read = Callable[..., Snapshot]
Refusal = Callable[..., FileProblem]


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("schema", "VIIS-PROP/2", "VIIS-PROP/2"),
        ("schema", None, "does not say “schema”"),
        ("registracijas_nr", "25999", "ten digits"),
        ("registracijas_nr", 2599999999, "does not say"),
        ("macibu_gads", "2026/2028", "2026/2028"),
        ("macibu_gads", "2026", "2026/2027"),
        ("macibu_gads", "0000/0001", "0000/0001"),
        ("created_at", "0001-01-01T00:00:00+00:00", "time of creation"),
        ("created_at", "2026-11-20T08:00:00", "time of creation"),
        ("created_at", "yesterday", "time of creation"),
        ("author", "", "does not say “author”"),
        ("files", [], "list of files"),
        ("files", {"skola.csv": {"rows": "1"}}, "not readable"),
        ("files", {"skola.csv": {"rows": 1, "sha256": "xyz"}}, "not readable"),
    ],
)
def test_a_wrong_manifest_is_refused_naming_the_value(
    name: str, value: Any, says: str, viis_file: ViisFile, refusal: Refusal
) -> None:
    problem = refusal(viis_file.zip(**{name: value}))
    assert says in problem.text % dict(problem.values)
    assert (problem.file, problem.column) == ("manifest.json", name)


def test_another_schools_file_is_refused_with_both_numbers(viis_file: ViisFile, refusal: Refusal) -> None:
    problem = refusal(viis_file.zip(), number="2500000001")
    assert problem.values == {"found": SCHOOL, "expected": "2500000001"}


def test_a_school_without_a_number_yet_takes_the_files(viis_file: ViisFile, read: Read) -> None:
    assert read(viis_file.zip(), number=None).about["Registration number"] == SCHOOL


def test_a_changed_table_is_refused_by_its_digest(viis_file: ViisFile, refusal: Refusal) -> None:
    described = {name: {"sha256": "0" * 64, "rows": 1} for name in (f"{table}.csv" for table in viis_file.tables)}
    problem = refusal(viis_file.zip(files=described))
    assert "digest" in problem.text
    assert problem.file == "skola.csv"


def test_a_table_without_a_digest_in_an_archive_is_refused(viis_file: ViisFile, refusal: Refusal) -> None:
    described = {f"{table}.csv": {"rows": len(rows)} for table, rows in viis_file.tables.items()}
    assert "no digest" in refusal(viis_file.zip(files=described)).text


def test_a_table_that_is_not_in_the_archive_is_refused(viis_file: ViisFile, refusal: Refusal) -> None:
    problem = refusal(viis_file.zip(files={"vertejums.csv": {"sha256": "0" * 64, "rows": 1}}))
    assert problem.values["name"] == "vertejums.csv"


def test_a_table_that_the_manifest_does_not_name_is_refused(viis_file: ViisFile, refusal: Refusal) -> None:
    problem = refusal(viis_file.zip(files={}))
    assert "not named in the manifest" in problem.text


def test_a_row_too_few_is_refused(viis_file: ViisFile, refusal: Refusal) -> None:
    content = viis_file.csv("parstavis").rsplit(b"\r\n", 2)[0] + b"\r\n"
    viis_file.parts["parstavis.csv"] = content
    problem = refusal(viis_file.zip())
    assert (problem.file, problem.values) == ("parstavis.csv", {"found": 2, "expected": 3})


def test_the_rows_of_a_json_table_are_counted_too(viis_file: ViisFile, refusal: Refusal) -> None:
    viis_file.manifest["files"] = {"klase": {"rows": 5}}
    problem = refusal(viis_file.json(), "viis.json")
    assert problem.values == {"found": 2, "expected": 5}
