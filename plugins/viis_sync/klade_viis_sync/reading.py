"""From the bytes of a file to what it says: opened, every cell read, the rows checked against each other."""

from core.foundation import clock
from core.values.imports import FileProblem, ReadingContext, Refused, Severity, Snapshot
from core.values.texts import N_
from klade_viis_sync.cells import pupil_key
from klade_viis_sync.checks import check
from klade_viis_sync.container import Parcel, open_file
from klade_viis_sync.manifest import Manifest, check_school
from klade_viis_sync.register import Register
from klade_viis_sync.rows import read_rows
from klade_viis_sync.tables import INCOMING, KLASE, OUTGOING


def read_file(content: bytes, context: ReadingContext) -> Snapshot:
    """What the file says about the school. Raises `Refused` for a file that cannot be read as a whole."""
    parcel = open_file(content, context.file_name)
    check_school(parcel.manifest, context.registration_number)
    register = _register(parcel)
    check(register)
    order = {register.files[table.name]: place for place, table in enumerate(INCOMING) if register.has(table)}
    problems = sorted(register.problems, key=lambda problem: (order.get(problem.file, -1), problem.line or 0))
    rows = {sheet.table: len(sheet.rows) for sheet in parcel.sheets}
    return Snapshot(_about(parcel.manifest), rows, tuple(problems), register)


def _about(manifest: Manifest) -> dict[str, str]:
    return {
        N_("Registration number"): manifest.registration_number,
        N_("School year"): manifest.school_year,
        N_("Made"): f"{clock.local(manifest.created_at):%Y-%m-%d %H:%M}",
        N_("Author"): manifest.author,
    }


def _register(parcel: Parcel) -> Register:
    register = Register(parcel.manifest)
    tables = {table.name: table for table in INCOMING}
    for sheet in parcel.sheets:
        if sheet.table in OUTGOING:
            register.problems.append(
                FileProblem(Severity.WARNING, sheet.file, N_("A school only sends this table; it is not read."))
            )
            continue
        table = tables.get(sheet.table)
        if table is None:
            raise Refused(sheet.file, N_("There is no table “%(name)s” in VIIS-PROP/1."), name=sheet.table[:40])
        if sheet.table in register.files:
            raise Refused(sheet.file, N_("“%(name)s” is given twice."), name=sheet.table)
        read = read_rows(table, sheet)
        register.files[table.name] = sheet.file
        register.take(table, read.records)
        register.problems.extend(read.problems)
        register.left_out[table.name].update(_key(table.name, cells) for cells in read.unreadable)
    if not register.files:
        raise Refused(parcel.manifest.file, N_("There is no table in the file."))
    return register


def _key(table: str, cells: tuple[str, ...]) -> str:
    """The key of a row that could not be read, as the rows that stand on it would write it."""
    if table == KLASE.name:
        return f"{cells[1].lstrip('0') or cells[1]}.{cells[2]}"
    # A pupil has a personal code or a number; of the other keys the first cell is what others refer to.
    return pupil_key(next((cell for cell in cells if cell), "")[:80])
