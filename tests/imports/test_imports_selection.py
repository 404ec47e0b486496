"""What of a preview is applied: chosen, answered, unchanged since, with all that it needs."""

from core.imports.differences import body_of, difference_of, without_sealed
from core.imports.selection import (
    MOVED_ON,
    NEEDS,
    NOT_CHOSEN,
    ONLY_SHOWN,
    UNANSWERED,
    Selection,
    Shown,
    selected,
)
from core.values.access import AccessClass
from core.values.imports import Choice, Difference, FieldChange, Kind, RowRef


def difference(key: str, *needs: str, kind: Kind = Kind.NEW, new: str = "x") -> Difference:
    return Difference(kind, "pupils", key, key.title(), (FieldChange("vards", None, new),), (), needs)


def select(*shown: Difference, now: list[Difference] | None = None, without: str = "", **answers: str) -> Selection:
    stored = [
        Shown(number, one.kind, one.key, body_of(one), one.key not in without.split())
        for number, one in enumerate(shown)
    ]
    present = {one.key: one for one in (shown if now is None else now)}
    return selected(stored, present, answers)


def test_everything_chosen_is_applied() -> None:
    selection = select(difference("a"), difference("b", "a"))
    assert (selection.accepted, selection.applied, selection.left) == ({"a", "b"}, [0, 1], {})


def test_what_needs_something_falls_with_it_and_so_on() -> None:
    selection = select(difference("a"), difference("b", "a"), difference("c", "b"), difference("d"), without="a")
    assert selection.accepted == {"d"}
    assert selection.left == {NOT_CHOSEN: [0], NEEDS: [1, 2]}


def test_what_is_there_by_now_is_needed_no_more() -> None:
    a, b = difference("a"), difference("b", "a")
    assert select(a, b, now=[b]).accepted == {"b"}


def test_what_changed_since_the_preview_is_left() -> None:
    selection = select(difference("a"), difference("b"), now=[difference("a", new="y"), difference("b")])
    assert (selection.accepted, selection.left) == ({"b"}, {MOVED_ON: [0]})


def test_a_question_waits_for_its_answer() -> None:
    question = difference("a", kind=Kind.QUESTION)
    assert select(question).left == {UNANSWERED: [0]}
    assert select(question, a="new").accepted == {"a"}


def test_what_is_missing_from_the_file_is_never_applied() -> None:
    assert select(difference("a", kind=Kind.MISSING)).left == {ONLY_SHOWN: [0]}


def test_a_difference_is_stored_whole() -> None:
    stored = Difference(
        Kind.QUESTION,
        "pupils",
        "pupils:1",
        "Bērziņa Anna",
        (FieldChange("talrunis", "+371 2", "+371 3", AccessClass.CONTACT),),
        (RowRef("izglitojamais.csv", 7),),
        ("classes:7.a",),
        (Choice("same-5", "The same person: %(name)s", {"name": "Bērziņa Anna"}),),
    )
    assert difference_of(stored.kind, stored.entity, stored.key, stored.title, body_of(stored)) == stored


def test_sealed_values_can_be_taken_out_of_what_is_stored() -> None:
    health = FieldChange("spec_vajadziba_kods", None, "56", AccessClass.HEALTH)
    plain = FieldChange("vards", "Ana", "Anna")
    stored = Difference(Kind.CHANGED, "pupils", "a", "A", (health, plain))
    bare = without_sealed(body_of(stored))
    assert bare is not None
    assert "56" not in bare
    assert difference_of("changed", "pupils", "a", "A", bare).fields[1] == plain
    assert without_sealed(bare) is None
