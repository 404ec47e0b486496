"""Names stand in the order of the Latvian alphabet, on both engines."""

from hypothesis import given
from hypothesis import strategies as st

from core.foundation.names import sort_key

IN_ORDER = [
    ("Āboliņš", "Kārlis"),
    ("Bērziņa", "Anna"),
    ("Bērziņa", "Anna Marija"),
    ("Celmiņš", "Roberts"),
    ("Čakste", "Elza"),
    ("Dambe", "Līva"),
    ("Eglīte", "Sofija"),
    ("Gailis", "Jānis"),
    ("Ģēģere", "Paula"),
    ("Irbe", "Rūta"),
    ("Jansons", "Markuss"),
    ("Kārkliņš", "Ernests"),
    ("Ķēniņa", "Alise"),
    ("Lācis", "Oskars"),
    ("Ļaudams", "Ralfs"),
    ("Ozola", "Katrīna"),
    ("Ozoliņa", "Agnese"),
    ("Rudzīte", "Marta"),
    ("Siliņa", "Ieva"),
    ("Šmits", "Adrians"),
    ("Zariņa", "Nora"),
    ("Žagars", "Rihards"),
]


def test_a_class_list_is_in_the_order_of_the_alphabet() -> None:
    assert sorted(IN_ORDER, key=lambda name: sort_key(*name)) == IN_ORDER


def test_accents_decide_only_where_letters_do_not() -> None:
    assert sort_key("Berzins", "A") < sort_key("Bērziņš", "A") < sort_key("Berziņz", "A")
    assert sort_key("Ozola", "Zane") < sort_key("Ozolā", "Zane") < sort_key("Ozolb", "Anna")


@given(st.text(alphabet="aābcčdeēfgģhiīyz -", max_size=20), st.text(alphabet="aābcčdeēfgģhiīyz -", max_size=20))
def test_the_key_is_ascii_and_blind_to_case(one: str, other: str) -> None:
    assert sort_key(one).isascii()
    assert sort_key(one.upper()) == sort_key(one)
    assert (sort_key(one) == sort_key(one, "")) is False
    assert sort_key(one, other) == sort_key(one, other)
