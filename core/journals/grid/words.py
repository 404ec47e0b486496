"""What the script of the page says, and which key does what: looked up once a language."""

from functools import lru_cache

from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from core.foundation.text import language

Words = dict[str, str | list[str]]


@lru_cache
def kind_titles(_language: str) -> dict[str, str]:
    """`summative` → `summatīvais`, as in a label."""
    return {
        "summative": pgettext("assessment", "summative"),
        "formative": pgettext("assessment", "formative"),
        "diagnostic": pgettext("assessment", "diagnostic"),
    }


def words() -> Words:
    """The texts of the script in the present language."""
    return _words(language())


@lru_cache
def _words(_language: str) -> Words:
    return {
        "saved": _("Saved"),
        "saving": _("Saving…"),
        "notSaved": _("Not saved"),
        "allSaved": _("All saved"),
        "waiting": [_waiting(1), _waiting(2), _waiting(10)],
        "network": _("No network."),
        "server": _("The server does not answer."),
        "signedOut": _("Your session has ended; what you wrote waits here."),
        "signIn": _("Sign in"),
        "tryAgain": _("Try again"),
        "empty": pgettext("cell", "empty"),
        "improved": _("{old}, improved to {new}"),
        "absent": pgettext("cell", "absence"),
        "justified": _("justified absence"),
        "late": pgettext("cell", "late"),
        "lateBy": pgettext("cell", "{minutes} min late"),
        "points": _("{points} of {most} points, {percent}%"),
        "offer": _("Create a column of marks for this lesson: {value}"),
        "offerYes": _("Create"),
        "offerNo": _("Do not create"),
        "correction": _("Correction"),
        "retake": _("Improved mark"),
        "conflict": _("Changed meanwhile"),
        "keep": _("Keep {value} ({who})"),
        "you": pgettext("author", "you"),
        "comment": pgettext("mark", "Comment"),
        "commentHint": _("The family sees it with the mark. Enter saves."),
        "commentOnMark": _("A comment is about a mark: write the mark first."),
        "save": _("Save"),
        "history": _("Change history"),
        "noHistory": _("Nothing was ever written here."),
        "notLoaded": _("The server did not answer as it should. Nothing was changed."),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "undone": _("Undone"),
        "redone": _("Redone"),
        "nothingToUndo": _("Nothing to undo"),
        "nothingToRedo": _("Nothing to redo"),
        "left": _("Left as they are, because they were changed since:"),
        "noneSet": _("None set"),
        "sheetConflict": _("{who} wrote meanwhile: {value}"),
        "rollTaken": _("Roll call taken:"),
        "rollMeanwhile": _("The roll call was taken meanwhile."),
        "mend": _("Enter: correct · Esc: back to the former value"),
        "readOnly": _("This journal is only to be read."),
        "write": _("Write"),
        "clear": _("Clear"),
        "allPresent": _("All present"),
        "addAssessment": _("Add assessment"),
        "lessonSheet": _("Lesson sheet"),
        "pupilCard": _("About the pupil"),
        "averageCard": _("How the average came about"),
        "comfortable": _("Comfortable rows"),
        "advance": _("To the next pupil at once"),
        "allKeys": _("All keys"),
        "cellMenu": _("Cell menu"),
    }


def _waiting(count: int) -> str:
    return str(ngettext("%(num)s entry is waiting", "%(num)s entries are waiting", count)).replace(
        str(count), "{count}"
    )


def keys() -> list[tuple[tuple[str, ...], str]]:
    """The keys of the grid, as the list of keys shows them."""
    return _keys(language())


@lru_cache
def _keys(_language: str) -> list[tuple[tuple[str, ...], str]]:
    return [
        (("←", "→", "↑", "↓"), _("neighbouring cell")),
        (("Enter",), _("write; when writing: save and go down")),
        (("Tab",), _("leave the grid; when writing: save and go right")),
        (("F2",), _("write and keep the value")),
        (("Esc",), _("back to the former value")),
        (("Delete",), _("clear the cell")),
        (("Shift", "Enter"), _("add an improved mark")),
        (("Home", "End"), _("first and last cell of the row")),
        (("Ctrl", "Home"), _("first cell of the grid")),
        (("PgUp", "PgDn"), _("a screen of rows")),
        (("Ctrl", "←", "→"), _("previous and next assessment")),
        (("Ctrl", ";"), _("to today's column")),
        (("Ctrl", "Enter"), _("all present; when writing: to the lesson sheet")),
        (("Ctrl", "Z"), _("undo")),
        (("Ctrl", "Y"), _("redo")),
        (("Ctrl", "S"), _("save at once")),
        (("Shift", "F2"), _("comment on the mark")),
        (("F4",), _("change history of the cell")),
        (("F8",), _("to the lesson sheet and back")),
        (("Shift", "F10"), _("cell menu")),
        (("n", "k", "k15", "-"), _("absent, late, 15 minutes late, present")),
        (("Ctrl", "/"), _("this list")),
    ]
