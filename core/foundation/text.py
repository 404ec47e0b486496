"""How days, times and numbers are written in Latvian and in English."""

from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

from flask_babel import get_locale

from core.foundation import clock

LANGUAGES = ("lv", "en")
DEFAULT_LANGUAGE = "lv"

_NBSP = "\u00a0"

_MONTHS = {
    "lv": (
        *("janvāris", "februāris", "marts", "aprīlis", "maijs", "jūnijs"),
        *("jūlijs", "augusts", "septembris", "oktobris", "novembris", "decembris"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_MONTHS_IN = (  # the locative: "23. novembrī"
    *("janvārī", "februārī", "martā", "aprīlī", "maijā", "jūnijā"),
    *("jūlijā", "augustā", "septembrī", "oktobrī", "novembrī", "decembrī"),
)
_MONTHS_SHORT = {
    "lv": ("janv.", "febr.", "marts", "apr.", "maijs", "jūn.", "jūl.", "aug.", "sept.", "okt.", "nov.", "dec."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_WEEKDAYS = {
    "lv": ("pirmdiena", "otrdiena", "trešdiena", "ceturtdiena", "piektdiena", "sestdiena", "svētdiena"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_WEEKDAYS_SHORT = {
    "lv": ("P", "O", "T", "C", "Pk", "S", "Sv"),
    "en": ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"),
}


def language(wanted: str | None = None) -> str:
    """The language wanted if Klade has it, else that of the request or job, else Latvian."""
    if wanted in LANGUAGES:
        return wanted
    locale = get_locale()
    return locale.language if locale and locale.language in LANGUAGES else DEFAULT_LANGUAGE


def date_text(day: date, lang: str | None = None) -> str:
    """A day in a list or a field: `23.11.2026.`, `23 Nov 2026`."""
    if language(lang) == "lv":
        return f"{day:%d.%m.%Y}."
    return f"{day.day} {_MONTHS_SHORT['en'][day.month - 1]} {day.year}"


def day_text(day: date, lang: str | None = None) -> str:
    """A day whose year is plain from its place: `23.11.`, `23 Nov`."""
    if language(lang) == "lv":
        return f"{day:%d.%m}."
    return f"{day.day} {_MONTHS_SHORT['en'][day.month - 1]}"


def date_words(day: date, lang: str | None = None, *, year: bool = False) -> str:
    """A day within a sentence: `23. novembrī`, with year `2026. gada 23. novembrī`."""
    if language(lang) == "lv":
        words = f"{day.day}. {_MONTHS_IN[day.month - 1]}"
        return f"{day.year}. gada {words}" if year else words
    words = f"{day.day} {_MONTHS['en'][day.month - 1]}"
    return f"{words} {day.year}" if year else words


def date_title(day: date, lang: str | None = None) -> str:
    """A day as a heading: `Pirmdiena, 23. novembris`."""
    if language(lang) == "lv":
        return f"{weekday_name(day, 'lv').capitalize()}, {day.day}. {_MONTHS['lv'][day.month - 1]}"
    return f"{weekday_name(day, 'en')}, {day.day} {_MONTHS['en'][day.month - 1]}"


def date_said(day: date, lang: str | None = None) -> str:
    """A day with its weekday within a sentence: `pirmdien, 23. novembrī`."""
    if language(lang) == "lv":
        return f"{weekday_name(day, 'lv').removesuffix('a')}, {date_words(day, 'lv')}"
    return f"on {weekday_name(day, 'en')}, {date_words(day, 'en')}"


def period_text(from_date: date, until_date: date | None, lang: str | None = None) -> str:
    """Days from–to, both included: `23.10.–31.10.2026.`; open at the end: `no 23.10.2026.`"""
    if until_date is None:
        return f"{'no' if language(lang) == 'lv' else 'from'} {date_text(from_date, lang)}"
    if from_date == until_date:
        return date_text(from_date, lang)
    start = day_text(from_date, lang) if from_date.year == until_date.year else date_text(from_date, lang)
    return f"{start}–{date_text(until_date, lang)}"


def month_name(month: int, lang: str | None = None) -> str:
    """`novembris`, `November`."""
    return _MONTHS[language(lang)][month - 1]


def month_short(month: int, lang: str | None = None) -> str:
    """A month in a narrow band: `nov.`, `Nov`; March and May are never shortened in Latvian."""
    return _MONTHS_SHORT[language(lang)][month - 1]


def weekday_name(day: date, lang: str | None = None) -> str:
    """`pirmdiena`, `Monday`."""
    return _WEEKDAYS[language(lang)][day.weekday()]


def weekday_title(weekday: int, lang: str | None = None) -> str:
    """An ISO weekday as a heading: `Pirmdiena`, `Monday`."""
    return _WEEKDAYS[language(lang)][weekday - 1].capitalize()


def weekday_sign(weekday: int, lang: str | None = None) -> str:
    """An ISO weekday in a narrow place: `P`, `Mo`."""
    return _WEEKDAYS_SHORT[language(lang)][weekday - 1]


def weekday_short(day: date, lang: str | None = None) -> str:
    """`P`, `O`, `T`, `C`, `Pk`, `S`, `Sv`; in English two letters."""
    return _WEEKDAYS_SHORT[language(lang)][day.weekday()]


def time_text(moment: time | datetime) -> str:
    """A time of the day: `17:00`. An instant is shown on the school's clock."""
    if isinstance(moment, datetime):
        moment = clock.local(moment).time()
    return f"{moment:%H:%M}"


def moment_text(moment: datetime, lang: str | None = None) -> str:
    """An instant on the school's clock: `23.11.2026. 17:00`."""
    return f"{date_text(clock.local(moment).date(), lang)} {time_text(moment)}"


def number_text(number: float | Decimal, places: int | None = None, lang: str | None = None) -> str:
    """A number with the language's decimal sign: `7,53`. From 10 000 on, thousands stand apart."""
    exact = Decimal(str(number))
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    whole, _, part = f"{abs(exact):f}".partition(".")
    if len(whole) > 4:
        whole = f"{int(whole):,}".replace(",", _NBSP if language(lang) == "lv" else ",")
    point = "," if language(lang) == "lv" else "."
    return ("−" if exact < 0 else "") + whole + (point + part if part else "")


def percent_text(number: float | Decimal, places: int | None = None, lang: str | None = None) -> str:
    """A share within text: `85 %` in Latvian, `85%` in English and in cells of the grid."""
    gap = _NBSP if language(lang) == "lv" else ""
    return f"{number_text(number, places, lang)}{gap}%"
