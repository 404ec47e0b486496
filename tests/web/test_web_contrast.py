"""Words can be read on what they stand on, in light and in dark."""

import re

import pytest

from core.web.assets import OWN

CSS = OWN / "css"
HEX = re.compile(r"--([\w-]+): #([0-9a-f]{6});")

TEXT_ON = [
    (
        "ink",
        ["paper", "sheet", "today", "cross", "summative", "blue-tint", "done-tint", "warning-tint", "refused-tint"],
    ),
    ("ink", ["added"]),
    ("ink-2", ["paper", "sheet", "today", "cross", "summative", "closed", "removed", "blue-tint"]),
    ("ink-3", ["paper", "sheet", "closed"]),
    ("blue", ["paper", "sheet", "blue-tint", "cross", "today"]),
    ("blue-strong", ["paper", "sheet"]),
    ("on-blue", ["blue", "blue-strong"]),
    ("on-absence", ["absence"]),
    ("absence", ["sheet", "today", "cross"]),
    ("late", ["sheet", "today", "cross"]),
    ("low", ["sheet", "summative", "cross"]),
    ("done", ["sheet", "done-tint"]),
    ("warning", ["sheet", "warning-tint"]),
    ("refused", ["sheet", "refused-tint"]),
    ("on-count", ["count"]),
]
EDGE_ON = [("field-edge", ["sheet"]), ("margin", ["sheet"]), ("blue", ["sheet", "paper", "today"])]


def colours(*files: str) -> dict[str, str]:
    return {name: value for file in files for name, value in HEX.findall((CSS / file).read_text())}


SCHEMES = {"light": colours("tokens.css"), "dark": colours("tokens.css", "dark.css")}


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("ffffff", "000000") == pytest.approx(21)
    assert contrast("777777", "ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_stands_out(scheme: str) -> None:
    shown = SCHEMES[scheme]
    weak = {
        f"{text} on {ground}": round(contrast(shown[text], shown[ground]), 2)
        for text, grounds in TEXT_ON
        for ground in grounds
        if contrast(shown[text], shown[ground]) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_edges_stand_out(scheme: str) -> None:
    shown = SCHEMES[scheme]
    weak = {
        f"{edge} on {ground}": round(contrast(shown[edge], shown[ground]), 2)
        for edge, grounds in EDGE_ON
        for ground in grounds
        if contrast(shown[edge], shown[ground]) < 3
    }
    assert weak == {}


def test_each_colour_has_its_dark_pair() -> None:
    assert colours("tokens.css").keys() == colours("dark.css").keys()
