"""Proposed marks of periods: exact means, the school's rounding, what counts and what does not, the calculation."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel, force_locale
from hypothesis import given
from hypothesis import strategies as some

from core.foundation import clock
from core.foundation.database import Author
from core.foundation.runtime import klade
from core.journals.results.facts import facts_of
from core.journals.results.queries import WorkMark
from core.journals.results.saving import Entry, write_results
from core.people.models import Person
from core.testing.schools import BuiltSchool
from core.values.period_marks import ProposedMark
from klade_grading.proposals import mean, of_levels, of_marks, of_semesters, rounded

DAY = date(2026, 11, 5)
RULES = {"round_up_from": 50}
numbers = some.integers(1, 10).map(lambda mark: mark * 100)
weights = some.sampled_from([50, 100, 200, 300])
weighed = some.lists(some.tuples(numbers, weights), min_size=1, max_size=30)


@given(weighed)
def test_the_mean_is_exact_and_lies_among_its_marks(marks: list[tuple[int, int]]) -> None:
    found = mean(marks)
    assert found is not None
    assert found * sum(weight for _mark, weight in marks) * 100 == sum(mark * weight for mark, weight in marks)
    assert min(mark for mark, _weight in marks) <= found * 100 <= max(mark for mark, _weight in marks)


@given(weighed, some.permutations(range(30)))
def test_the_order_of_the_works_does_not_matter(marks: list[tuple[int, int]], order: list[int]) -> None:
    assert mean(marks) == mean([marks[place] for place in order if place < len(marks)])


@given(some.fractions(1, 10), some.integers(1, 99))
def test_rounding_stays_within_one_and_on_the_scale(exact: Fraction, up_from: int) -> None:
    mark = rounded(exact, up_from)
    assert 1 <= mark <= 10
    assert abs(mark - exact) < 1
    assert rounded(exact, up_from + 1) <= mark


@given(some.integers(1, 9), some.integers(1, 99))
def test_exactly_the_schools_hundredths_round_up(whole: int, up_from: int) -> None:
    edge = whole + Fraction(up_from, 100)
    assert (rounded(edge, up_from), rounded(edge - Fraction(1, 10**9), up_from)) == (whole + 1, whole)


@given(some.integers(1, 10), some.integers(1, 10))
def test_the_year_lies_between_its_semesters_and_leans_to_the_second(first: int, second: int) -> None:
    year = of_semesters(first, second)
    assert min(first, second) <= year <= max(first, second)
    assert abs(year - second) <= abs(year - first)
    assert abs(Fraction(first + second, 2) - year) <= Fraction(1, 2)


def work(text: str, number: int | None = None, weight: int = 100, *, counts: bool | None = None) -> WorkMark:
    known = int(text) * 100 if text.isdigit() else number
    return WorkMark(text, known, known is not None if counts is None else counts, weight, DAY)


@given(some.lists(some.sampled_from(["nv", "a"]), max_size=10), weighed)
def test_what_does_not_count_changes_nothing(codes: list[str], marks: list[tuple[int, int]]) -> None:
    works = [work(str(mark // 100), weight=weight) for mark, weight in marks]
    with_codes = [*works, *map(work, codes)]
    app = Flask("test")
    Babel(app)
    with app.app_context():
        alone, together = of_marks(1, works, RULES), of_marks(1, with_codes, RULES)
    assert alone is not None
    assert together is not None
    assert (alone.text, alone.basis) == (together.text, together.basis)


@pytest.mark.parametrize(
    ("works", "text", "basis", "calculation"),
    [
        ([work("8"), work("7"), work("8")], "8", "7,67", "(8 + 7 + 8) : 3 ≈ 7,67"),
        ([work("7"), work("8")], "8", "7,50", "(7 + 8) : 2 = 7,50"),
        ([work("9")], "9", "9,00", "9"),
        ([work("8", weight=200), work("5")], "7", "7,00", "(8 · 2 + 5) : 3 = 7,00"),
        ([work("8", weight=150), work("5")], "7", "6,80", "(8 · 1,50 + 5) : 2,50 = 6,80"),
        ([work("6", weight=300), work("7", weight=300)], "7", "6,50", "(6 + 7) : 2 = 6,50"),
        ([work("6"), work("nv")], "6", "6,00", "6; 1 darbs bez vērtējuma neietekmē"),
    ],
)
def test_the_calculation_is_told(app: Flask, works: list[WorkMark], text: str, basis: str, calculation: str) -> None:
    with app.app_context(), force_locale("lv"):
        assert of_marks(1, works, RULES) == ProposedMark(1, text, basis, calculation)


def test_nothing_that_counts_is_no_proposal(app: Flask) -> None:
    with app.app_context():
        assert of_marks(1, [work("nv"), work("a")], RULES) is None
        assert of_marks(1, [work("8", weight=0)], RULES) is None


@pytest.mark.parametrize(
    ("levels", "proposed"),
    [("AAT", "A"), ("P", "P"), ("AT", None), ("AATTS", None), ("STTAP", "T"), ("", None)],
)
def test_the_most_frequent_level_is_proposed_and_none_where_it_is_unclear(
    app: Flask, levels: str, proposed: str | None
) -> None:
    with app.app_context():
        found = of_levels(1, [*map(work, levels), work("nv")])
    assert (found and found.text) == proposed


class Taught:
    """A pupil and a journal of mathematics."""

    def __init__(self, app: Flask, school: BuiltSchool, scheme: str = "grading.ten") -> None:
        self.app, self.school, self.scheme = app, school, scheme
        self.school_class = school.school_class("10.a")
        self.anna: Person = school.pupil("Anna", "Bērziņa", self.school_class)
        self.maths = school.journal("Matemātika", self.school_class, usual_scheme=scheme)

    def marked(self, *texts: str, day: date = DAY, **facts: Any) -> None:
        """A work with a mark, and its retakes."""
        made = self.school.assessment(facts.pop("journal", self.maths), day, facts.pop("scheme", self.scheme), **facts)
        for attempt, text in enumerate(texts, start=1):
            self.school.mark(made, self.anna, text, attempt=attempt)

    def proposed(self, kind: str = "s1") -> ProposedMark | None:
        with self.app.app_context(), force_locale("lv"), self.school.read() as session:
            facts = facts_of(klade(self.app), session, self.maths.id)
        return facts.proposals.get((self.anna.id, kind))

    def confirmed(self, kind: str, text: str) -> None:
        """The teacher writes it."""
        with self.app.app_context():
            with self.school.read() as session:
                facts = facts_of(klade(self.app), session, self.maths.id)
            entry = Entry(self.anna.id, kind, text, 0, "Klasē strādā labi")
            outcome = self.school.database.write(
                self.school.ref, Author(None, "test"), lambda session: write_results(session, facts, [entry]), kind="x"
            )
        assert outcome.refusals == []


@pytest.fixture
def taught(app: Flask, school: BuiltSchool) -> Taught:
    return Taught(app, school)


def text_of(proposal: ProposedMark | None) -> str | None:
    return proposal.text if proposal else None


def test_summative_marks_of_the_semester_make_it_and_retakes_replace(taught: Taught) -> None:
    taught.marked("4", "7")
    taught.marked("10", weight=200)
    taught.marked("1", kind="formative")
    taught.marked("85", scheme="grading.percent")
    taught.marked("1", day=date(2027, 2, 1))
    found = taught.proposed()
    assert found == ProposedMark(taught.anna.id, "9", "9,00", "(7 + 10 · 2) : 3 = 9,00")


def test_a_pupil_who_changed_groups_brings_the_marks_along(taught: Taught) -> None:
    other = taught.school.journal("Matemātika", title="Matemātika 2. grupa", usual_scheme="grading.ten")
    taught.marked("6")
    taught.marked("8", journal=other)
    assert text_of(taught.proposed()) == "7"


def test_levels_are_proposed_by_frequency(app: Flask, school: BuiltSchool) -> None:
    taught = Taught(app, school, "grading.levels")
    for level in "TAA":
        taught.marked(level)
    found = taught.proposed()
    assert found == ProposedMark(taught.anna.id, "A", "2 no 3", "T × 1, A × 2")


def test_scales_without_a_rule_have_no_proposal(app: Flask, school: BuiltSchool) -> None:
    taught = Taught(app, school, "grading.pass_fail")
    taught.marked("i")
    assert taught.proposed() is None


def test_the_year_follows_from_both_semesters(taught: Taught) -> None:
    with clock.at(date(2027, 5, 20)):
        taught.marked("10")
        taught.confirmed("s1", "6")
        assert taught.proposed("year") is None
        taught.confirmed("s2", "9")
        found = taught.proposed("year")
    assert found is not None
    assert (found.text, found.calculation) == ("8", "(6 + 9) : 2 = 7,50; puse – par labu 2. semestrim")


def test_a_school_may_take_the_year_from_all_marks(taught: Taught) -> None:
    with taught.app.app_context():
        settings = klade(taught.app).settings
        changes = {"unmarked_days": 10, "year_from_semesters": False, "round_up_from": 60}
        taught.school.write(lambda session: settings.change(session, "grading", changes))
    taught.marked("6")
    with clock.at(date(2027, 5, 20)):
        taught.marked("7", day=date(2027, 3, 1))
        assert text_of(taught.proposed("year")) == "6"
        taught.marked("8", day=date(2027, 3, 2))
        taught.marked("8", day=date(2027, 3, 3))
        taught.marked("9", day=date(2027, 3, 4))
        assert text_of(taught.proposed("year")) == "8"
