"""The average of a pupil's marks, exact."""

from collections.abc import Iterable

from core.foundation.text import language


def average(marks: Iterable[tuple[int, int]]) -> int | None:
    """Hundredths, half rounded up, of marks given as number and weight (both hundredths); none where nothing weighs."""
    total = weights = 0
    for number, weight in marks:
        total += number * weight
        weights += weight
    if weights <= 0:
        return None
    return (2 * total + weights) // (2 * weights)


def average_text(hundredths: int | None) -> str:
    """`7,53`; nothing where there is no average."""
    if hundredths is None:
        return ""
    whole, part = divmod(hundredths, 100)
    return f"{whole}{',' if language() == 'lv' else '.'}{part:02}"
