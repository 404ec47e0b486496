"""Marks of periods as the rules of assessment suggest them (`domain.md` 2.5): exact, with the calculation shown."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from core.foundation.runtime import klade
from core.journals.grid.average import average_text
from core.journals.results.queries import Results, WorkMark, results_of_subject, summative_marks
from core.values.period_marks import ProposalQuestion, ProposedMark
from klade_grading.scales import LEVELS, TEN
from klade_grading.settings import SECTION

YEAR, FIRST, SECOND = "year", "s1", "s2"
_HUNDRED = 100


def proposals(session: Session, question: ProposalQuestion) -> list[ProposedMark] | None:
    """Of the 10-point scale and of levels; the other scales have no rule."""
    if question.scheme_key not in (TEN.key, LEVELS.key):
        return None
    rules = klade().settings.values(session, SECTION.key)
    if question.scheme_key == TEN.key and question.kind_key == YEAR and rules["year_from_semesters"]:
        found = results_of_subject(session, question.school_year_id, question.subject_id, question.pupil_ids)
        return list(_from_semesters(found, question.pupil_ids))
    days = (question.first, question.last)
    works = summative_marks(
        session, question.school_year_id, question.subject_id, question.scheme_key, days, question.pupil_ids
    )
    if question.scheme_key == LEVELS.key:
        return [one for pupil, marks in works.items() if (one := of_levels(pupil, marks))]
    return [one for pupil, marks in works.items() if (one := of_marks(pupil, marks, rules))]


def of_marks(pupil_id: int, works: Sequence[WorkMark], rules: Mapping[str, Any]) -> ProposedMark | None:
    """The weighted mean of the marks that count, rounded by the school's rule; nothing where none counts."""
    counted = [(work.number, work.weight) for work in works if work.counts and work.number is not None and work.weight]
    exact = mean(counted)
    if exact is None:
        return None
    calculation = _sum(counted, exact)
    without = len(works) - len(counted)
    if without:
        said = ngettext(
            "%(num)d work without a mark does not count", "%(num)d works without a mark do not count", without
        )
        calculation = f"{calculation}; {said}"
    return ProposedMark(pupil_id, str(rounded(exact, rules["round_up_from"])), _shown(exact), calculation)


def of_levels(pupil_id: int, works: Sequence[WorkMark]) -> ProposedMark | None:
    """The most frequent level; nothing where two are equally frequent, for then it is the teacher's to say."""
    order = [meaning.text for meaning in LEVELS.meanings]
    counts = Counter(work.text for work in works if work.text in order)
    if not counts:
        return None
    most = max(counts.values())
    first, *others = [level for level in order if counts[level] == most]
    if others:
        return None
    calculation = ", ".join(f"{level} × {counts[level]}" for level in order if counts[level])
    return ProposedMark(pupil_id, first, _("%(count)s of %(all)s", count=most, all=counts.total()), calculation)


def mean(marks: Sequence[tuple[int, int]]) -> Fraction | None:
    """Exact mean, in marks, of numbers and weights in hundredths; nothing where nothing weighs."""
    weights = sum(weight for _number, weight in marks)
    if weights <= 0:
        return None
    return Fraction(sum(number * weight for number, weight in marks), weights * _HUNDRED)


def rounded(exact: Fraction, up_from: int) -> int:
    """The whole mark, one more from so many hundredths on: with 50, 7.50 is 8 and 7.499… is 7."""
    whole = int(exact)
    return whole + ((exact - whole) * _HUNDRED >= up_from)


def of_semesters(first: int, second: int) -> int:
    """The mean of two semester marks; a half goes towards the second semester."""
    whole, half = divmod(first + second, 2)
    return whole + (half and second > first)


def _from_semesters(results: Results, pupil_ids: Sequence[int]) -> Iterator[ProposedMark]:
    for pupil in pupil_ids:
        first, second = (_standing(results, pupil, key) for key in (FIRST, SECOND))
        if first is None or second is None:
            continue
        exact = Fraction(first + second, 2)
        calculation = f"({first} + {second}) : 2 = {_shown(exact)}"
        if exact.denominator > 1:
            calculation = f"{calculation}; {_('a half goes towards semester 2')}"
        yield ProposedMark(pupil, str(of_semesters(first, second)), _shown(exact), calculation)


def _standing(results: Results, pupil_id: int, kind_key: str) -> int | None:
    """The whole mark of a semester, where there is one."""
    row = results.get((pupil_id, kind_key))
    if row is None or row.voided is not None or not row.counts or row.number is None:
        return None
    return row.number // _HUNDRED


def _sum(counted: Sequence[tuple[int, int]], exact: Fraction) -> str:
    """`(8 + 7 + 8) : 3 ≈ 7,67`, with weights `(8 · 2 + 7) : 3`."""
    weights = {weight for _number, weight in counted}
    unit = weights.pop() if len(weights) == 1 else _HUNDRED
    terms = [_number(number) + _times(Fraction(weight, unit)) for number, weight in counted]
    if len(terms) == 1:
        return _number(counted[0][0])
    divisor = _plain(Fraction(sum(weight for _number, weight in counted), unit))
    equals = "=" if (exact * _HUNDRED).denominator == 1 else "≈"
    return f"({' + '.join(terms)}) : {divisor} {equals} {_shown(exact)}"


def _times(weight: Fraction) -> str:
    return "" if weight == 1 else f" · {_plain(weight)}"


def _number(hundredths: int) -> str:
    return _plain(Fraction(hundredths, _HUNDRED))


def _plain(value: Fraction) -> str:
    """A number without needless places: `2`, `1,50`."""
    return str(value.numerator) if value.denominator == 1 else _shown(value)


def _shown(exact: Fraction) -> str:
    """To hundredths, half up: `7,67`."""
    return average_text(int(exact * _HUNDRED + Fraction(1, 2)))
