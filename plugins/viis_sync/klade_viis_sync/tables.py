"""The tables of VIIS-PROP/1: every column, what it is called in Klade and how it is read. The mapping is here alone."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from klade_viis_sync import cells
from klade_viis_sync.cells import Reader
from klade_viis_sync.records import (
    AffiliationRow,
    ClassRow,
    GuardianRow,
    ProfileRow,
    ProgrammeRow,
    PupilRow,
    Record,
    StaffRow,
)

R_co = TypeVar("R_co", bound=Record, covariant=True)

SEXES = {"V": "m", "S": "f"}
RELATIONS = {"mate": "mother", "tevs": "father", "aizbildnis": "guardian", "cits": "other"}
STATUSES = {
    "macas": "attends",
    "akademiskais_partraukums": "academic-leave",
    "atkartoti": "repeats",
    "pagarinats": "extended",
    "absolvejis": "graduated",
    "atskaitits": "withdrawn",
}
LEFT = frozenset({"graduated", "withdrawn"})
"""The statuses of a pupil who is in the school no more."""

SPECIAL_NEEDS = {str(code): str(code) for code in range(51, 60)}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the file and in the record, how its cells are read, whether they must be filled."""

    name: str
    field: str
    read: Reader
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table(Generic[R_co]):
    """One table: its columns, and the columns that together are its key."""

    name: str
    record: type[R_co]
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, field: str) -> str:
        """The column's name in the file."""
        return next(column.name for column in self.columns if column.field == field)


SKOLA = Table(
    "skola",
    ProfileRow,
    ("registracijas_nr",),
    (
        Column("registracijas_nr", "registration_number", cells.registration_number, required=True),
        Column("nosaukums", "name", cells.text, required=True),
        Column("veids", "kind", cells.text),
        Column("tips", "category", cells.text),
        Column("dibinatajs", "founder", cells.text),
        Column("atvk_kods", "area_code", cells.text),
        Column("adrese", "address", cells.text),
        Column("epasts", "email", cells.email),
        Column("talrunis", "phone", cells.phone),
        Column("direktors", "head_name", cells.text),
    ),
)

PROGRAMMA = Table(
    "programma",
    ProgrammeRow,
    ("programmas_kods",),
    (
        Column("programmas_kods", "code", cells.programme_code, required=True),
        Column("nosaukums", "title", cells.text, required=True),
        Column("licences_nr", "licence_number", cells.text),
        Column("licences_datums", "licensed_on", cells.day),
        Column("akreditets_lidz", "accredited_until", cells.day),
        Column("forma", "form", cells.text),
        Column("valoda", "language", cells.language),
    ),
)

PEDAGOGS = Table(
    "pedagogs",
    StaffRow,
    ("personas_kods",),
    (
        Column("personas_kods", "personal_code", cells.personal_code, required=True),
        Column("vards", "given_name", cells.text, required=True),
        Column("uzvards", "family_name", cells.text, required=True),
        Column("amats", "post", cells.text, required=True),
        Column("likmes", "load", cells.hundredths),
        Column("stundas_nedela", "weekly_hours", cells.whole(0, 60)),
        Column("izglitiba", "education", cells.text),
        Column("no", "from_date", cells.day, required=True),
        Column("lidz", "until_date", cells.day),
        Column("prieksmeti", "subjects", cells.text),
    ),
)

KLASE = Table(
    "klase",
    ClassRow,
    ("macibu_gads", "limenis", "burts"),
    (
        Column("macibu_gads", "school_year", cells.school_year, required=True),
        Column("limenis", "grade", cells.whole(0, 12), required=True),
        Column("burts", "letter", cells.letter, required=True),
        Column("audzinataja_pk", "class_teacher_code", cells.personal_code),
        Column("programmas_kods", "programme_code", cells.programme_code),
        Column("apvienota", "is_combined", cells.flag, required=True),
        Column("telpa", "room", cells.text),
    ),
)

IZGLITOJAMAIS = Table(
    "izglitojamais",
    PupilRow,
    ("personas_kods", "iestades_id"),
    (
        Column("personas_kods", "personal_code", cells.personal_code),
        Column("iestades_id", "institution_number", cells.text),
        Column("vards", "given_name", cells.text, required=True),
        Column("uzvards", "family_name", cells.text, required=True),
        Column("dzimsanas_datums", "birth_date", cells.day, required=True),
        Column("dzimums", "sex", cells.one_of(SEXES)),
        Column("valstiska_piederiba", "citizenship", cells.country),
        Column("dzimta_valoda", "language", cells.language),
        Column("talrunis", "phone", cells.phone),
        Column("epasts", "email", cells.email),
        Column("deklareta_adrese", "declared_address", cells.text),
        Column("faktiska_adrese", "actual_address", cells.text),
        Column("arpusgimenes_aprupe", "out_of_family", cells.flag, required=True),
        Column("spec_vajadziba_kods", "special_need", cells.one_of(SPECIAL_NEEDS)),
        Column("pmk_atzinuma_nr", "opinion_number", cells.text),
        Column("pmk_datums", "opinion_date", cells.day),
    ),
)

PARSTAVIS = Table(
    "parstavis",
    GuardianRow,
    ("izgl_id", "vards", "uzvards", "saikne"),
    (
        Column("izgl_id", "pupil", cells.pupil_key, required=True),
        Column("vards", "given_name", cells.text, required=True),
        Column("uzvards", "family_name", cells.text, required=True),
        Column("personas_kods", "personal_code", cells.personal_code),
        Column("saikne", "relation", cells.one_of(RELATIONS), required=True),
        Column("talrunis", "phone", cells.phone),
        Column("epasts", "email", cells.email),
        Column("ir_aizgadiba", "has_custody", cells.flag, required=True),
        Column("sazinas_aizliegums", "contact_ban", cells.flag, required=True),
        Column("e_adrese_aktiva", "official_address_active", cells.flag, required=True),
    ),
)

PIEDERIBA = Table(
    "piederiba",
    AffiliationRow,
    ("izgl_id", "no_datums"),
    (
        Column("izgl_id", "pupil", cells.pupil_key, required=True),
        Column("registracijas_nr", "registration_number", cells.registration_number, required=True),
        Column("klase", "class_name", cells.text, required=True),
        Column("limenis", "grade", cells.whole(0, 12), required=True),
        Column("burts", "letter", cells.letter, required=True),
        Column("programmas_kods", "programme_code", cells.programme_code, required=True),
        Column("forma", "form", cells.text),
        Column("no_datums", "from_date", cells.day, required=True),
        Column("lidz_datums", "until_date", cells.day),
        Column("uznemsanas_rikojuma_nr", "admission_number", cells.text),
        Column("uznemsanas_rikojuma_datums", "admission_date", cells.day),
        Column("atskaitisanas_rikojuma_nr", "withdrawal_number", cells.text),
        Column("atskaitisanas_rikojuma_datums", "withdrawal_date", cells.day),
        Column("atskaitisanas_iemesls", "withdrawal_reason", cells.text),
        Column("nakama_skola_reg_nr", "next_school", cells.registration_number),
        Column("statuss", "status", cells.one_of(STATUSES), required=True),
    ),
)

INCOMING: tuple[Table[Record], ...] = (SKOLA, PROGRAMMA, PEDAGOGS, KLASE, IZGLITOJAMAIS, PARSTAVIS, PIEDERIBA)
"""The tables that are read, in the order in which they are brought in."""

OUTGOING = ("vertejums", "kavejumi", "izglitibas_dokuments")
"""The tables that a school only sends."""
