"""What the letters and the notes of a month say, in the language of the school's documents."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_pgettext, ngettext

from core.foundation.text import period_text
from klade_messaging.month.delivered import Delivered

_OF_MONTH = (
    lazy_pgettext("transcript of", "January"),
    lazy_pgettext("transcript of", "February"),
    lazy_pgettext("transcript of", "March"),
    lazy_pgettext("transcript of", "April"),
    lazy_pgettext("transcript of", "May"),
    lazy_pgettext("transcript of", "June"),
    lazy_pgettext("transcript of", "July"),
    lazy_pgettext("transcript of", "August"),
    lazy_pgettext("transcript of", "September"),
    lazy_pgettext("transcript of", "October"),
    lazy_pgettext("transcript of", "November"),
    lazy_pgettext("transcript of", "December"),
)


def letter_body(pupil: str, class_name: str, first: date, last: date, *, is_page: bool) -> str:
    """The same for the pupil and for the guardians."""
    lines = [
        _("Good day."),
        _("Enclosed is the transcript of marks of %(pupil)s, class %(name)s, %(days)s.",
          pupil=pupil, name=class_name, days=period_text(first, last)),
    ]  # fmt: skip
    if is_page:
        lines.append(_("The file is a page: open it in a browser, where it can be printed too."))
    lines.append(_("It also stands in Klade: Diary, Documents."))
    return "\n\n".join(lines)


def file_name(title: str, pupil: str, ending: str) -> str:
    """As a family saves it: `Sekmju izraksts (novembris), Anna Bērziņa.pdf`."""
    return f"{title}, {pupil}"[:110] + f".{ending}"


def note_text(period_key: str, delivered: Delivered, *, is_first: bool, is_again: bool) -> str:
    """`Novembra sekmju izraksts nosūtīts 25 skolēniem un 31 vecākam; 4 vecākiem nav konta.`"""
    month = str(_OF_MONTH[int(period_key[5:7]) - 1])
    pupils = ngettext("to %(num)d pupil", "to %(num)d pupils", delivered.pupils)
    guardians = ngettext("to %(num)d parent", "to %(num)d parents", delivered.guardians)
    said = {"month": month, "pupils": pupils, "guardians": guardians}
    if is_first:
        text = _("The transcript of marks of %(month)s was sent %(pupils)s and %(guardians)s", **said)
    elif is_again:
        text = _("The transcript of marks of %(month)s was sent once more %(pupils)s and %(guardians)s", **said)
    else:
        text = _("The transcript of marks of %(month)s was also sent %(pupils)s and %(guardians)s", **said)
    missing = _missing(delivered)
    return f"{text}; {', '.join(missing)}." if missing else f"{text}."


def _missing(delivered: Delivered) -> list[str]:
    """Who was not reached, and why."""
    missing: list[str] = []
    if delivered.pupils_without:
        missing.append(
            ngettext("%(num)d pupil has no account", "%(num)d pupils have no account", delivered.pupils_without)
        )
    if delivered.guardians_without:
        missing.append(
            ngettext("%(num)d parent has no account", "%(num)d parents have no account", delivered.guardians_without)
        )
    if delivered.alone:
        missing.append(
            ngettext(
                "%(num)d pupil has no parent with the right to see marks",
                "%(num)d pupils have no parent with the right to see marks",
                delivered.alone,
            )
        )
    if delivered.unsent:
        missing.append(
            ngettext("%(num)d transcript was not sent", "%(num)d transcripts were not sent", delivered.unsent)
        )
    return missing
