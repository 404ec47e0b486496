"""The journal's grid under somebody's fingers: keys only, and what a screen reader would say of the cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

FARTHEST = 80


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on what has that name."""
    for _ in range(FARTHEST):
        page.keyboard.press("Tab")
        words = page.evaluate(
            "(document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText).trim()"
        )
        if name in words:
            return
    raise AssertionError(f"Tab does not lead to “{name}”")


def follow(page: Page, name: str) -> None:
    """Tab to a link and press Enter."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@dataclass(frozen=True)
class Grid:
    """An open journal. `go` finds a cell by the words that are read aloud at it."""

    page: Page

    @property
    def spoken(self) -> str:
        """The cell under the focus, as it is read aloud: value, pupil, column, perhaps a reason."""
        found = self.page.evaluate("document.activeElement.getAttribute('aria-label') ?? ''")
        assert isinstance(found, str)
        return found

    def wait_until_ready(self) -> None:
        self.page.locator("#grid td:focus").wait_for()

    def keys(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)

    def type(self, text: str, *then: str) -> None:
        self.page.keyboard.type(text)
        self.keys(*then)

    def go(self, pupil: str, column: str) -> str:
        """To a pupil's cell in a column, by arrows; what is read aloud there."""
        self.keys("Control+Home")
        self._walk("ArrowDown", pupil)
        self._walk("ArrowRight", column)
        return self.spoken

    def value(self, pupil: str, column: str) -> str:
        """What stands in a cell, in words."""
        value, _of, _rest = self.go(pupil, column).partition(f", {pupil}, {column}")
        return value

    def _walk(self, key: str, words: str) -> None:
        for _ in range(FARTHEST):
            if f", {words}" in self.spoken:
                return
            before = self.spoken
            self.keys(key)
            assert self.spoken != before, f"{key} does not lead from “{before}” to “{words}”"
        raise AssertionError(f"no cell of “{words}”")

    def saved(self) -> None:
        """Everything written so far has arrived."""
        self._state("saved")

    def refused(self) -> None:
        self._state("refused")

    def _state(self, state: str) -> None:
        from playwright.sync_api import expect

        expect(self.page.locator("#journal-status")).to_have_attribute("data-state", state)

    @property
    def beside(self) -> Locator:
        """What opened beside the cell: a reason, a choice, a history."""
        return self.page.locator(".cell-pop")

    def choose(self, words: str) -> None:
        """An act of the cell's menu."""
        self.keys("Shift+F10")
        self.page.get_by_role("menu").wait_for()
        for _ in range(FARTHEST):
            if self.page.evaluate("document.activeElement.innerText").startswith(words):
                return self.keys("Enter")
            self.keys("ArrowDown")
        raise AssertionError(f"the menu has no “{words}”")

    def add_assessment(self, title: str, kind: str, scale: str) -> None:
        """In the lesson of the present column; `kind` and `scale` are chosen by arrows and by their first letters."""
        self.choose("Pievienot pārbaudes darbu")
        self.page.get_by_role("dialog", name="Jauns pārbaudes darbs").wait_for()
        self.type(title, "Tab")
        for _ in range(3):
            if kind in self.page.evaluate("document.activeElement.closest('label').innerText"):
                break
            self.keys("ArrowRight")
        self.keys("Tab")
        self.type(scale, "Tab", "Enter")
        self.page.get_by_role("dialog", name="Jauns pārbaudes darbs").wait_for(state="hidden")
        assert title in self.spoken, self.spoken
