"""What the tables of a file say, row by row, in the terms of the field."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Record(ABC):
    """A row that was read; `line` is where it stands."""

    line: int

    @property
    @abstractmethod
    def key(self) -> str:
        """What tells the row from the others of its table."""


@dataclass(frozen=True, slots=True)
class ProfileRow(Record):
    """`skola`: the school itself."""

    registration_number: str
    name: str
    kind: str | None
    category: str | None
    founder: str | None
    area_code: str | None
    address: str | None
    email: str | None
    phone: str | None
    head_name: str | None

    @property
    def key(self) -> str:
        return self.registration_number


@dataclass(frozen=True, slots=True)
class ProgrammeRow(Record):
    """`programma`: an education programme."""

    code: str
    title: str
    licence_number: str | None
    licensed_on: date | None
    accredited_until: date | None
    form: str | None
    language: str | None

    @property
    def key(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True)
class StaffRow(Record):
    """`pedagogs`: a member of staff in a post."""

    personal_code: str
    given_name: str
    family_name: str
    post: str
    load: int | None
    weekly_hours: int | None
    education: str | None
    from_date: date
    until_date: date | None
    subjects: str | None

    @property
    def key(self) -> str:
        return self.personal_code


@dataclass(frozen=True, slots=True)
class ClassRow(Record):
    """`klase`: a class of a school year."""

    school_year: str
    grade: int
    letter: str
    class_teacher_code: str | None
    programme_code: str | None
    is_combined: bool
    room: str | None

    @property
    def key(self) -> str:
        return f"{self.grade}.{self.letter}"


@dataclass(frozen=True, slots=True)
class PupilRow(Record):
    """`izglitojamais`: a pupil."""

    personal_code: str | None
    institution_number: str | None
    given_name: str
    family_name: str
    birth_date: date
    sex: str | None
    citizenship: str | None
    language: str | None
    phone: str | None
    email: str | None
    declared_address: str | None
    actual_address: str | None
    out_of_family: bool
    special_need: str | None
    opinion_number: str | None
    opinion_date: date | None

    @property
    def key(self) -> str:
        return self.personal_code or self.institution_number or ""


@dataclass(frozen=True, slots=True)
class GuardianRow(Record):
    """`parstavis`: a guardian of one pupil."""

    pupil: str
    given_name: str
    family_name: str
    personal_code: str | None
    relation: str
    phone: str | None
    email: str | None
    has_custody: bool
    contact_ban: bool
    official_address_active: bool

    @property
    def key(self) -> str:
        return f"{self.pupil}/{self.given_name}/{self.family_name}/{self.relation}"


@dataclass(frozen=True, slots=True)
class AffiliationRow(Record):
    """`piederiba`: a pupil in a class of a school from a day, by order."""

    pupil: str
    registration_number: str
    class_name: str
    grade: int
    letter: str
    programme_code: str
    form: str | None
    from_date: date
    until_date: date | None
    admission_number: str | None
    admission_date: date | None
    withdrawal_number: str | None
    withdrawal_date: date | None
    withdrawal_reason: str | None
    next_school: str | None
    status: str

    @property
    def key(self) -> str:
        return f"{self.pupil}/{self.from_date.isoformat()}"
