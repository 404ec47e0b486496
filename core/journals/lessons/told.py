"""What became of planned lessons, in words."""

from flask_babel import ngettext

from core.journals.lessons.making import Made


def made_text(made: Made) -> list[str]:
    """One sentence each for lessons planned, moved, removed and left; none where nothing happened."""
    said: list[str] = []
    if made.added:
        said.append(ngettext("%(num)s lesson was planned.", "%(num)s lessons were planned.", made.added))
    if made.changed:
        said.append(
            ngettext("%(num)s planned lesson was adjusted.", "%(num)s planned lessons were adjusted.", made.changed)
        )
    if made.removed:
        said.append(
            ngettext("%(num)s planned lesson was removed.", "%(num)s planned lessons were removed.", made.removed)
        )
    if made.kept:
        said.append(
            ngettext(
                "%(num)s lesson stays because something is recorded in it.",
                "%(num)s lessons stay because something is recorded in them.",
                len(made.kept),
            )
        )
    return said
