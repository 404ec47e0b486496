"""The school year 2026/27 and what else a school starts with, as data from `domain.md` 1.4 and 1.5."""

from datetime import date, time

import holidays
from sqlalchemy.orm import Session

from core.foundation.history.record import insert_row, insert_rows
from core.schools.models import BellSchedule, BellTime, Break, DayOverride, SchoolProfile, SchoolYear, Term

FIRST, LAST = date(2026, 9, 1), date(2027, 8, 31)

_SECOND_SEMESTER_ENDS = (
    (1, 8, date(2027, 5, 31)),
    (9, 9, date(2027, 6, 11)),
    (10, 11, date(2027, 5, 31)),
    (12, 12, date(2027, 6, 18)),
)

_BREAKS = (
    ("autumn", "Rudens brīvdienas", "Autumn break", date(2026, 10, 19), date(2026, 10, 23)),
    ("winter", "Ziemas brīvdienas", "Winter break", date(2026, 12, 21), date(2027, 1, 1)),
    ("spring", "Pavasara brīvdienas", "Spring break", date(2027, 3, 8), date(2027, 3, 12)),
)

# `domain.md` 1.5: a real school's times.
_BELLS = (
    (0, time(7, 35), time(8, 15)),
    (1, time(8, 20), time(9, 0)),
    (2, time(9, 10), time(9, 50)),
    (3, time(10, 0), time(10, 40)),
    (4, time(10, 50), time(11, 30)),
    (5, time(12, 0), time(12, 40)),
    (6, time(12, 50), time(13, 30)),
    (7, time(13, 40), time(14, 20)),
    (8, time(14, 30), time(15, 10)),
    (9, time(15, 20), time(16, 0)),
)


def seed_school(session: Session, name: str) -> None:
    """The profile, the year with terms by grade range and breaks, public holidays, one bell schedule."""
    insert_row(session, SchoolProfile, {"name": name})
    year = insert_row(session, SchoolYear, {"key": "2026/2027", "from_date": FIRST, "until_date": LAST})
    _seed_terms(session, year)
    insert_rows(
        session,
        Break,
        [
            {
                "school_year_id": year,
                "key": key,
                "title_lv": title_lv,
                "title_en": title_en,
                "grade_from": 1,
                "grade_until": 12,
                "from_date": first,
                "until_date": last,
            }
            for key, title_lv, title_en, first, last in _BREAKS
        ],
    )
    _seed_holidays(session)
    bells = insert_row(session, BellSchedule, {"title": "Parastie stundu laiki", "is_usual": True})
    insert_rows(
        session,
        BellTime,
        [{"bell_schedule_id": bells, "number": number, "starts": start, "ends": end} for number, start, end in _BELLS],
    )


def _seed_terms(session: Session, year: int) -> None:
    rows = []
    for grade_from, grade_until, ends in _SECOND_SEMESTER_ENDS:
        rows.append((1, "1. semestris", "Semester 1", grade_from, grade_until, FIRST, date(2026, 12, 18)))
        rows.append((2, "2. semestris", "Semester 2", grade_from, grade_until, date(2027, 1, 4), ends))
    insert_rows(
        session,
        Term,
        [
            {
                "school_year_id": year,
                "key": f"s{number}",
                "number": number,
                "title_lv": title_lv,
                "title_en": title_en,
                "grade_from": grade_from,
                "grade_until": grade_until,
                "from_date": first,
                "until_date": last,
            }
            for number, title_lv, title_en, grade_from, grade_until, first, last in rows
        ],
    )


def _seed_holidays(session: Session) -> None:
    years = (FIRST.year, LAST.year)
    latvian = holidays.country_holidays("LV", years=years, language="lv")
    english = holidays.country_holidays("LV", years=years, language="en_US")
    insert_rows(
        session,
        DayOverride,
        [
            {"day": day, "kind": "free", "title_lv": latvian[day], "title_en": english[day]}
            for day in sorted(latvian)
            if FIRST <= day <= LAST and day.isoweekday() <= 5
        ],
    )
