"""A file of the state register, built by tests: right at first, then wrong in one thing."""

import csv
import hashlib
import json
from datetime import date
from io import StringIO
from typing import Any

from core.values.personal_code import check_digit
from klade_viis_sync.testing.containers import archive, workbook

SCHOOL = "2599999999"

Table = list[dict[str, str]]


def code(birth: date, serial: int) -> str:
    """A personal code that could be issued to somebody born on that day."""
    while True:
        digits = f"{birth:%d%m%y}{birth.year // 100 - 18}{serial:03d}"
        last = check_digit(digits)
        if last is not None:
            return f"{digits[:6]}-{digits[6:]}{last}"
        serial += 1


ANNA, BRUNO, CILDA = date(2013, 5, 4), date(2013, 6, 7), date(2012, 8, 9)
TEACHER = code(date(1980, 1, 2), 100)
ANNAS, BRUNOS = code(ANNA, 200), code(BRUNO, 300)
MOTHERS = code(date(1985, 3, 4), 400)
CILDAS = "PG-0007"
"""Cilda has no personal code: the institution's own number is her key."""


def pupil(key: str, given: str, family: str, born: date, sex: str = "S") -> dict[str, str]:
    """A pupil by personal code, or by the institution's own number."""
    return {
        "personas_kods": key if key[:6].isdigit() else "",
        "iestades_id": "" if key[:6].isdigit() else key,
        "vards": given,
        "uzvards": family,
        "dzimsanas_datums": born.isoformat(),
        "dzimums": sex,
        "valstiska_piederiba": "LV",
        "dzimta_valoda": "lv",
        "talrunis": "",
        "epasts": "",
        "deklareta_adrese": "Rīgas iela 1, Valmiera, LV-4201",
        "faktiska_adrese": "",
        "arpusgimenes_aprupe": "0",
        "spec_vajadziba_kods": "",
        "pmk_atzinuma_nr": "",
        "pmk_datums": "",
    }


def guardian(pupil: str, given: str, family: str, relation: str, phone: str, its_code: str = "") -> dict[str, str]:
    """A guardian of one pupil, with custody."""
    return {
        "izgl_id": pupil,
        "vards": given,
        "uzvards": family,
        "personas_kods": its_code,
        "saikne": relation,
        "talrunis": phone,
        "epasts": "",
        "ir_aizgadiba": "1",
        "sazinas_aizliegums": "0",
        "e_adrese_aktiva": "0",
    }


def affiliation(pupil: str, name: str, first: str = "2026-09-01", last: str = "", **more: str) -> dict[str, str]:
    """A pupil in a class from a day, by an order of August."""
    grade, letter = name.split(".")
    return {
        "izgl_id": pupil,
        "registracijas_nr": SCHOOL,
        "klase": name,
        "limenis": grade,
        "burts": letter,
        "programmas_kods": "23011111",
        "forma": "klātiene",
        "no_datums": first,
        "lidz_datums": last,
        "uznemsanas_rikojuma_nr": "1-9/7",
        "uznemsanas_rikojuma_datums": "2026-08-20",
        "atskaitisanas_rikojuma_nr": "",
        "atskaitisanas_rikojuma_datums": "",
        "atskaitisanas_iemesls": "",
        "nakama_skola_reg_nr": "",
        "statuss": "macas",
    } | more


def school_class(name: str, teacher: str = "") -> dict[str, str]:
    """A class of the file's year."""
    grade, letter = name.split(".")
    return {
        "macibu_gads": "2026/2027",
        "limenis": grade,
        "burts": letter,
        "audzinataja_pk": teacher,
        "programmas_kods": "23011111",
        "apvienota": "0",
        "telpa": "110",
    }


def _tables() -> dict[str, Table]:
    profile = {
        "registracijas_nr": SCHOOL,
        "nosaukums": "Pārgaujas ģimnāzija",
        "veids": "vispārējās izglītības iestāde",
        "tips": "valsts ģimnāzija",
        "dibinatajs": "Valmieras novada pašvaldība",
        "atvk_kods": "0025200",
        "adrese": "Zvaigžņu iela 4, Valmiera, LV-4201",
        "epasts": "skola@example.lv",
        "talrunis": "+371 20000000",
        "direktors": "",
    }
    programme = {
        "programmas_kods": "23011111",
        "nosaukums": "Pamatizglītības otrā posma izglītības programma",
        "licences_nr": "V_3201",
        "licences_datums": "2020-08-14",
        "akreditets_lidz": "2028-06-30",
        "forma": "klātiene",
        "valoda": "lv",
    }
    teacher = {
        "personas_kods": TEACHER,
        "vards": "Diāna",
        "uzvards": "Skujiņa",
        "amats": "2330 01 vispārējās izglītības skolotājs",
        "likmes": "0.75",
        "stundas_nedela": "21",
        "izglitiba": "augstākā pedagoģiskā",
        "no": "2013-09-01",
        "lidz": "",
        "prieksmeti": "",
    }
    return {
        "skola": [profile],
        "programma": [programme],
        "pedagogs": [teacher],
        "klase": [school_class("7.a", TEACHER), school_class("7.b")],
        "izglitojamais": [
            pupil(ANNAS, "Anna Marija", "Bērziņa", ANNA, "S"),
            pupil(BRUNOS, "Bruno", "Bērziņš", BRUNO, "V"),
            pupil(CILDAS, "Cilda", "Ozola", CILDA, "S"),
        ],
        "parstavis": [
            guardian(ANNAS, "Ilze", "Bērziņa", "mate", "+371 29000001", MOTHERS),
            guardian(BRUNOS, "Ilze", "Bērziņa", "mate", "+371 29000001"),
            guardian(CILDAS, "Juris", "Ozols", "tevs", "+371 29000002"),
        ],
        "piederiba": [affiliation(ANNAS, "7.a"), affiliation(BRUNOS, "7.a"), affiliation(CILDAS, "7.b")],
    }


class ViisFile:
    """A file of the register: 3 pupils in 2 classes, a mother of two of them, a father, a teacher."""

    def __init__(self) -> None:
        self.tables = _tables()
        self.manifest: dict[str, Any] = {
            "schema": "VIIS-PROP/1",
            "registracijas_nr": SCHOOL,
            "macibu_gads": "2026/2027",
            "created_at": "2026-11-20T08:00:00+02:00",
            "author": "VIIS",
        }
        self.parts: dict[str, bytes] = {}
        """Parts that stand in the archive as they are, instead of or beside the tables."""

    def row(self, table: str, number: int = 0) -> dict[str, str]:
        """A row of a table, to be changed."""
        return self.tables[table][number]

    def csv(self, table: str) -> bytes:
        """A table as it stands in the archive."""
        out = StringIO()
        writer = csv.DictWriter(out, list(self.tables[table][0]), delimiter=";", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(self.tables[table])
        return out.getvalue().encode()

    def zip(self, **manifest: Any) -> bytes:
        """The archive with a manifest that fits it, save for what is given."""
        parts = {f"{table}.csv": self.csv(table) for table in self.tables} | self.parts
        described = {
            name: {"sha256": hashlib.sha256(part).hexdigest(), "rows": len(self.tables.get(name[:-4], []))}
            for name, part in parts.items()
        }
        whole = self.manifest | {"files": described} | manifest
        return archive({"manifest.json": json.dumps(whole).encode(), **parts})

    def json(self) -> bytes:
        """The tables as one JSON object."""
        return json.dumps({"manifest": self.manifest, **self.tables}, ensure_ascii=False).encode()

    def workbook(self) -> bytes:
        """The tables as sheets of one workbook."""
        sheets = {"manifest": [list(pair) for pair in self.manifest.items()]}
        for table, rows in self.tables.items():
            sheets[table] = [list(rows[0]), *(list(row.values()) for row in rows)]
        return workbook(sheets)
