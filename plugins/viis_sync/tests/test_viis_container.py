"""What a file may be: three kinds of container, and what a damaged or hostile one may hold."""

import struct
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from typing import Any
from zipfile import ZIP_BZIP2, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.values.imports import FileProblem, Refused, Snapshot
from klade_viis_sync import archive as archives
from klade_viis_sync import cellgrid
from klade_viis_sync.container import LARGEST_FILE, open_file
from klade_viis_sync.testing import ViisFile, archive, workbook

Read = Callable[..., Snapshot]
Refusal = Callable[..., FileProblem]

ROWS = {"skola": 1, "programma": 1, "pedagogs": 1, "klase": 2, "izglitojamais": 3, "parstavis": 3, "piederiba": 3}


def test_an_archive_a_workbook_and_a_json_object_say_the_same(viis_file: ViisFile, read: Read) -> None:
    for content, name in (
        (viis_file.zip(), "viis.zip"),
        (viis_file.workbook(), "viis.xlsx"),
        (viis_file.json(), "viis.json"),
    ):
        snapshot = read(content, name)
        assert snapshot.rows == ROWS
        assert snapshot.problems == ()


def test_the_sample_is_read_without_a_fault(sample: bytes, read: Read) -> None:
    snapshot = read(sample)
    assert snapshot.problems == ()
    assert snapshot.rows == {
        "skola": 1,
        "programma": 2,
        "pedagogs": 55,
        "klase": 24,
        "izglitojamais": 621,
        "parstavis": 1089,
        "piederiba": 622,
    }


def test_a_workbook_gives_numbers_and_flags_as_a_csv_would(viis_file: ViisFile, read: Read) -> None:
    rows = viis_file.tables["klase"]
    grid: list[list[Any]] = [
        list(rows[0]),
        *([int(value) if value.isdigit() else value for value in row.values()] for row in rows),
    ]
    sheets: dict[str, list[list[Any]]] = {
        "manifest": [list(pair) for pair in viis_file.manifest.items()],
        "klase": grid,
    }
    snapshot = read(workbook(sheets), "viis.xlsx")
    assert snapshot.rows == {"klase": 2}
    assert [problem.column for problem in snapshot.problems] == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"personas_kods;vards\r\n", "no VIIS file"),
        (b"%PDF-1.7", "no VIIS file"),
        (b"[1, 2]", "no VIIS file"),
        (b"{", "no whole JSON object"),
        (b'{"a": 1, "a": 2}', "given twice"),
        (b'{"a": 1}', "no “manifest”"),
        (b'{"a": "\xe5"}', "not UTF-8"),
        (b'{"a":' * 3000 + b"1" + b"}" * 3000, "too deep"),
        (b"PK\x03\x04", "damaged or was cut off"),
    ],
)
def test_what_is_no_such_file_is_refused_with_a_reason(content: bytes, says: str, refusal: Refusal) -> None:
    assert says in refusal(content, "file.bin").text


def test_a_file_that_was_cut_off_is_refused(viis_file: ViisFile, refusal: Refusal) -> None:
    whole = viis_file.zip()
    for length in (len(whole) // 3, len(whole) - 40, len(whole) - 1):
        assert "cut off" in refusal(whole[:length]).text


def test_a_workbook_that_was_cut_off_is_refused(viis_file: ViisFile, refusal: Refusal) -> None:
    assert "cut off" in refusal(viis_file.workbook()[:-200], "viis.xlsx").text


def test_a_json_file_that_was_cut_off_is_refused_with_its_line(viis_file: ViisFile, refusal: Refusal) -> None:
    problem = refusal(viis_file.json()[:-20], "viis.json")
    assert "cut off" in problem.text
    assert problem.line == 1


def test_a_file_larger_than_any_school_is_refused_before_it_is_opened(refusal: Refusal) -> None:
    assert "larger than" in refusal(b"PK\x03\x04" + bytes(LARGEST_FILE)).text


def test_a_zip_bomb_is_refused_by_the_size_it_would_have(viis_file: ViisFile, refusal: Refusal) -> None:
    viis_file.parts["pedagogs.csv"] = bytes(archives.LARGEST_UNPACKED + 1)
    assert "Unpacked" in refusal(viis_file.zip()).text


def test_a_part_that_grows_without_measure_is_refused(viis_file: ViisFile, refusal: Refusal) -> None:
    viis_file.parts["pedagogs.csv"] = bytes(4 * 1024 * 1024)
    assert "grows more than" in refusal(viis_file.zip()).text


def test_a_part_larger_than_its_header_says_is_refused(viis_file: ViisFile, refusal: Refusal) -> None:
    content = bytearray(viis_file.zip())
    place = content.rfind(b"PK\x01\x02")
    size = struct.unpack_from("<I", content, place + 24)[0]
    struct.pack_into("<I", content, place + 24, size // 2)
    assert "damaged" in refusal(bytes(content)).text


@pytest.mark.parametrize(
    "name", ["../pedagogs.csv", "/etc/passwd", "a/b.csv", "..\\pedagogs.csv", "C:\\pedagogs.csv", "x/../../y.csv"]
)
def test_paths_in_the_archive_are_refused(name: str, viis_file: ViisFile, refusal: Refusal) -> None:
    viis_file.parts[name] = b"x"
    problem = refusal(viis_file.zip())
    assert "is a path" in problem.text


def test_an_archive_in_the_archive_is_refused(viis_file: ViisFile, refusal: Refusal) -> None:
    viis_file.parts["inner.zip"] = viis_file.zip()
    assert "archive inside the archive" in refusal(viis_file.zip()).text


def test_a_locked_archive_is_refused(viis_file: ViisFile, refusal: Refusal) -> None:
    content = bytearray(viis_file.zip())
    place = content.find(b"PK\x01\x02")
    content[place + 8] |= 1
    assert "password" in refusal(bytes(content)).text


def test_an_unusual_way_of_packing_is_refused(viis_file: ViisFile, refusal: Refusal) -> None:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_BZIP2) as packed:
        packed.writestr("manifest.json", "{}")
    assert "ordinary ZIP" in refusal(out.getvalue()).text


def test_a_name_that_stands_twice_is_refused(viis_file: ViisFile, refusal: Refusal) -> None:
    viis_file.parts["Pedagogs.csv"] = b"x"
    assert "twice" in refusal(viis_file.zip()).text


def test_an_archive_without_manifest_is_refused(viis_file: ViisFile, refusal: Refusal) -> None:
    assert "manifest" in refusal(archive({"skola.csv": viis_file.csv("skola")})).text


def test_a_part_that_is_no_table_is_refused(viis_file: ViisFile, refusal: Refusal) -> None:
    viis_file.parts["readme.txt"] = b"x"
    assert "no CSV table" in refusal(viis_file.zip()).text


def test_a_workbook_that_would_fill_the_memory_is_refused(refusal: Refusal) -> None:
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    problem = refusal(workbook({"manifest": [], "klase": []}, klase=far), "viis.xlsx")
    assert "reaches row" in problem.text
    assert problem.values["rows"] == 1048576


def test_a_cell_reference_hidden_in_an_entity_is_found(refusal: Refusal) -> None:
    far = '<row r="1048576"><c r="&#88;FD1048576"><v>1</v></c></row>'
    assert "reaches row" in refusal(workbook({"manifest": [], "klase": []}, klase=far), "viis.xlsx").text


def test_a_workbook_with_a_document_type_is_refused(refusal: Refusal) -> None:
    content = BytesIO(workbook({"manifest": []}))
    out = BytesIO()
    with ZipFile(content) as whole, ZipFile(out, "w") as packed:
        for name in whole.namelist():
            part = whole.read(name)
            if name.endswith("sheet1.xml"):
                part = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + part
            packed.writestr(name, part)
    assert "damaged" in refusal(out.getvalue(), "viis.xlsx").text


def test_a_shared_text_repeated_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cellgrid, "MOST_TEXT", 1000)
    shared = f"<sst xmlns='m'><si><t>{'x' * 600}</t></si></sst>".encode()
    rows = "".join(f'<row><c r="A{line}" t="s"><v>0</v></c></row>' for line in range(1, 4))
    sheet = f"<worksheet xmlns='m'><sheetData>{rows}</sheetData></worksheet>".encode()
    with pytest.raises(Refused, match="too much text"):
        cellgrid.check_sheets({"xl/sharedStrings.xml": shared, "xl/worksheets/sheet1.xml": sheet}, "viis.xlsx")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_file_with_changed_bytes_is_read_or_refused(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["viis.zip", "viis.xlsx", "viis.json"]))
    file = ViisFile()
    content = bytearray({"viis.zip": file.zip, "viis.xlsx": file.workbook, "viis.json": file.json}[kind]())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(len(content) - 300, len(content)))
    # Any other exception would fail the test.
    with suppress(Refused):
        open_file(bytes(content[:end]), kind)
