"""Tables as text: encoding, separators, header, width, and every kind of cell."""

from collections.abc import Callable

import pytest

from core.values.imports import FileProblem, Severity, Snapshot
from klade_viis_sync.tables import INCOMING, PEDAGOGS
from klade_viis_sync.testing import ViisFile

Read = Callable[..., Snapshot]
Refusal = Callable[..., FileProblem]


def staff_csv(viis_file: ViisFile) -> str:
    return viis_file.csv("pedagogs").decode()


def test_the_columns_of_every_table_stand_as_the_fields_of_its_record() -> None:
    for table in INCOMING:
        assert [column.field for column in table.columns] == [
            field for field in table.record.__dataclass_fields__ if field != "line"
        ]


def test_line_ends_and_the_byte_order_mark_do_not_matter(viis_file: ViisFile, read: Read) -> None:
    viis_file.parts["pedagogs.csv"] = b"\xef\xbb\xbf" + staff_csv(viis_file).replace("\r\n", "\n").encode()
    assert read(viis_file.zip()).problems == ()


def test_the_order_of_the_columns_does_not_matter(viis_file: ViisFile, read: Read) -> None:
    viis_file.tables["pedagogs"] = [dict(reversed(row.items())) for row in viis_file.tables["pedagogs"]]
    assert read(viis_file.zip()).problems == ()


def test_a_field_over_two_lines_keeps_the_lines_of_the_rows_below(viis_file: ViisFile, read: Read) -> None:
    viis_file.row("izglitojamais", 0)["deklareta_adrese"] = 'Rīgas iela 1;\r\n"Valmiera"'
    viis_file.row("izglitojamais", 1)["dzimums"] = "X"
    problem = read(viis_file.zip()).problems[0]
    assert (problem.line, problem.column) == (4, "dzimums")


@pytest.mark.parametrize(
    ("encoding", "says"), [("cp1257", "not UTF-8"), ("utf-16", "UTF-16"), ("utf-16-be", "no text")]
)
def test_a_wrong_encoding_is_refused_with_its_line(
    encoding: str, says: str, viis_file: ViisFile, refusal: Refusal
) -> None:
    viis_file.parts["pedagogs.csv"] = staff_csv(viis_file).encode(encoding)
    problem = refusal(viis_file.zip())
    assert says in problem.text
    assert problem.file == "pedagogs.csv"
    if encoding == "cp1257":
        # The first letter with a mark stands in the second line: the ā of Diāna.
        assert (problem.line, problem.values["place"]) == (2, 16)


def test_text_that_was_decoded_twice_is_refused(viis_file: ViisFile, refusal: Refusal) -> None:
    viis_file.parts["pedagogs.csv"] = staff_csv(viis_file).encode().decode("latin-1").encode()
    assert "encoding was changed" in refusal(viis_file.zip()).text


def test_lost_letters_are_refused(viis_file: ViisFile, refusal: Refusal) -> None:
    viis_file.parts["pedagogs.csv"] = staff_csv(viis_file).replace("ā", "\ufffd").encode()
    problem = refusal(viis_file.zip())
    assert (problem.line, problem.values["place"]) == (2, 16)


def test_a_binary_file_under_the_name_of_a_table_is_refused(viis_file: ViisFile, refusal: Refusal) -> None:
    viis_file.parts["pedagogs.csv"] = bytes(range(128))
    assert "no text" in refusal(viis_file.zip()).text


def test_commas_instead_of_semicolons_are_named(viis_file: ViisFile, refusal: Refusal) -> None:
    viis_file.parts["pedagogs.csv"] = staff_csv(viis_file).replace(";", ",").encode()
    assert "semicolons are expected" in refusal(viis_file.zip()).text


@pytest.mark.parametrize(
    ("old", "new", "says", "column"),
    [
        ("likmes;", "", "no column “likmes”", "likmes"),
        ("likmes;", "likme;", "no column “likmes”", "likmes"),
        ("likmes;", "likmes;piezimes;", "not known here: “piezimes”", "piezimes"),
        ("likmes;", "likmes;likmes;", "twice", "likmes"),
    ],
)
def test_a_wrong_header_is_refused_naming_the_column(
    old: str, new: str, says: str, column: str, viis_file: ViisFile, refusal: Refusal
) -> None:
    viis_file.parts["pedagogs.csv"] = staff_csv(viis_file).replace(old, new, 1).encode()
    problem = refusal(viis_file.zip())
    assert says in problem.text % dict(problem.values)
    assert (problem.file, problem.line, problem.column) == ("pedagogs.csv", 1, column)


def test_a_row_with_a_field_too_few_is_refused_with_its_line(viis_file: ViisFile, refusal: Refusal) -> None:
    viis_file.parts["izglitojamais.csv"] = viis_file.csv("izglitojamais").replace(b";LV;lv;", b";LV;", 1)
    problem = refusal(viis_file.zip())
    assert problem.line == 2
    assert problem.values == {"found": 15, "expected": 16}


def test_an_open_quotation_mark_is_refused(viis_file: ViisFile, refusal: Refusal) -> None:
    viis_file.parts["pedagogs.csv"] = staff_csv(viis_file).replace("Diāna", '"Diāna').encode()
    problem = refusal(viis_file.zip())
    assert (problem.line, "quotation mark" in problem.text) == (2, True)


def test_an_empty_table_needs_its_header(viis_file: ViisFile, refusal: Refusal) -> None:
    viis_file.parts["pedagogs.csv"] = b""
    assert "header row" in refusal(viis_file.zip()).text


def test_a_table_of_another_name_is_refused(viis_file: ViisFile, refusal: Refusal) -> None:
    viis_file.tables["skoleni"] = viis_file.tables["klase"]
    assert refusal(viis_file.zip()).values == {"name": "skoleni"}


def test_a_table_that_schools_only_send_is_not_read(viis_file: ViisFile, read: Read) -> None:
    viis_file.tables["kavejumi"] = [{"izgl_id": "x"}]
    (problem,) = read(viis_file.zip()).problems
    assert (problem.severity, problem.file) == (Severity.WARNING, "kavejumi.csv")


@pytest.mark.parametrize(
    ("table", "column", "value", "says"),
    [
        ("pedagogs", "personas_kods", "010180-10000", "mistyped"),
        ("pedagogs", "personas_kods", "320180-1000", "is written as"),
        ("pedagogs", "personas_kods", "310280-10000", "no possible birth date"),
        ("pedagogs", "personas_kods", "", "must be filled"),
        ("pedagogs", "uzvards", "  ", "must be filled"),
        ("pedagogs", "likmes", "viena", "0.75"),
        ("pedagogs", "likmes", "0.755", "0.75"),
        ("pedagogs", "likmes", "NaN", "0.75"),
        ("pedagogs", "stundas_nedela", "-3", "from 0 to 60"),
        ("pedagogs", "no", "01.09.2013.", "2026-09-01"),
        ("pedagogs", "no", "2013-02-30", "no day 2013-02-30"),
        ("pedagogs", "no", "2013-W01-1", "2026-09-01"),
        ("pedagogs", "no", "0001-01-01", "too far from today"),
        ("pedagogs", "no", "２０１３-09-01", "2026-09-01"),
        ("klase", "limenis", "13", "from 0 to 12"),
        ("klase", "apvienota", "nē", "0 or 1"),
        ("klase", "macibu_gads", "2026", "2026/2027"),
        ("klase", "programmas_kods", "2301", "eight signs"),
        ("izglitojamais", "dzimums", "M", "V, S"),
        ("izglitojamais", "valstiska_piederiba", "Latvija", "LV"),
        ("izglitojamais", "spec_vajadziba_kods", "60", "51, 52"),
        ("izglitojamais", "vards", "x" * 501, "longer than 500"),
        ("parstavis", "saikne", "māte", "mate, tevs"),
        ("piederiba", "statuss", "mācās", "macas"),
        ("piederiba", "nakama_skola_reg_nr", "12", "ten digits"),
    ],
)
def test_a_wrong_cell_leaves_its_row_out_and_says_where(
    table: str, column: str, value: str, says: str, viis_file: ViisFile, read: Read
) -> None:
    viis_file.row(table)[column] = value
    problem = next(found for found in read(viis_file.zip()).problems if found.column == column)
    assert problem.severity is Severity.ERROR
    assert (problem.file, problem.line) == (f"{table}.csv", 2)
    assert says in problem.text % dict(problem.values)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("izglitojamais", "talrunis", "nav"),
        ("izglitojamais", "epasts", "anna at example"),
        ("parstavis", "talrunis", "12"),
    ],
)
def test_a_useless_contact_is_a_warning_and_the_row_stays(
    table: str, column: str, value: str, viis_file: ViisFile, read: Read
) -> None:
    viis_file.row(table)[column] = value
    (problem,) = read(viis_file.zip()).problems
    assert (problem.severity, problem.column) == (Severity.WARNING, column)


def test_a_new_code_with_an_unusual_check_digit_is_a_warning(viis_file: ViisFile, read: Read) -> None:
    viis_file.row("parstavis")["personas_kods"] = "328673-00677"
    (problem,) = read(viis_file.zip()).problems
    assert (problem.severity, problem.column) == (Severity.WARNING, "personas_kods")


def test_a_control_sign_in_a_json_value_is_an_error_of_its_row(viis_file: ViisFile, read: Read) -> None:
    viis_file.row("izglitojamais")["vards"] = "An\x00na"
    problem = next(found for found in read(viis_file.json(), "viis.json").problems if found.column == "vards")
    assert (problem.file, problem.line) == ("viis.json/izglitojamais", 2)


def test_no_message_shows_a_whole_personal_code(viis_file: ViisFile, read: Read) -> None:
    code = viis_file.row("pedagogs")["personas_kods"]
    viis_file.row("pedagogs")["personas_kods"] = code[:-1] + str((int(code[-1]) + 1) % 10)
    for problem in read(viis_file.zip()).problems:
        assert code[:6] not in problem.text % dict(problem.values)


def test_every_column_that_must_be_filled_is_said_to_be_missing(viis_file: ViisFile, read: Read) -> None:
    for column in PEDAGOGS.columns:
        if column.required:
            file = ViisFile()
            file.row("pedagogs")[column.name] = ""
            assert any(problem.column == column.name for problem in read(file.zip()).problems)
