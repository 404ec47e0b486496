"""Invented people: frequent Latvian names, combined by chance."""

from dataclasses import dataclass
from random import Random

_WOMEN = [
    "Anna",
    "Marta",
    "Elza",
    "Sofija",
    "Emīlija",
    "Alise",
    "Paula",
    "Keita",
    "Nora",
    "Līva",
    "Katrīna",
    "Elīna",
    "Laura",
    "Zane",
    "Madara",
    "Rūta",
    "Ieva",
    "Santa",
    "Agnese",
    "Evelīna",
    "Beāte",
    "Estere",
    "Amanda",
    "Viktorija",
    "Samanta",
    "Megija",
    "Kristīne",
    "Dārta",
    "Grēta",
    "Patrīcija",
    "Luīze",
    "Gabriela",
    "Annija",
    "Diāna",
    "Linda",
    "Inese",
    "Sandra",
    "Daiga",
    "Ilze",
    "Inga",
    "Iveta",
    "Baiba",
    "Sanita",
    "Vita",
    "Gunta",
    "Dace",
    "Līga",
    "Solvita",
    "Rita",
    "Ināra",
]
_MEN = [
    "Roberts",
    "Gustavs",
    "Markuss",
    "Olivers",
    "Emīls",
    "Daniels",
    "Kārlis",
    "Adrians",
    "Tomass",
    "Rihards",
    "Ralfs",
    "Ernests",
    "Artūrs",
    "Jēkabs",
    "Dāvis",
    "Eduards",
    "Mārtiņš",
    "Kristaps",
    "Oskars",
    "Rūdolfs",
    "Hugo",
    "Teodors",
    "Jānis",
    "Aleksandrs",
    "Niks",
    "Kristers",
    "Reinis",
    "Toms",
    "Edgars",
    "Matīss",
    "Valters",
    "Haralds",
    "Ričards",
    "Renārs",
    "Aigars",
    "Andris",
    "Guntis",
    "Juris",
    "Normunds",
    "Uldis",
    "Vilnis",
    "Ainārs",
    "Raimonds",
    "Ģirts",
    "Valdis",
    "Ivars",
]
# Stem and kind of ending: women's and men's forms differ.
_FAMILIES = [
    "Bērziņ:š",
    "Kalniņ:š",
    "Ozoliņ:š",
    "Jansons",
    "Ozol:s",
    "Liepiņ:š",
    "Krūmiņ:š",
    "Balodis",
    "Eglīt:is",
    "Zariņ:š",
    "Pētersons",
    "Vītoliņ:š",
    "Kļaviņ:š",
    "Kārkliņ:š",
    "Vītol:s",
    "Āboliņ:š",
    "Gailīt:is",
    "Zvirbul:is",
    "Dambergs",
    "Rozīt:is",
    "Siliņ:š",
    "Straut:s",
    "Upīt:is",
    "Celmiņ:š",
    "Dreimanis",
    "Freimanis",
    "Grīnbergs",
    "Lāc:is",
    "Ķēniņ:š",
    "Šmits",
    "Žagars",
    "Čakst:s",
    "Ģēģer:is",
    "Ļaudams",
    "Rudzīt:is",
    "Skujiņ:š",
    "Putniņ:š",
    "Dūmiņ:š",
    "Avotiņ:š",
    "Sproģis",
    "Vanag:s",
    "Lapiņ:š",
    "Briedis",
    "Cīrul:is",
    "Priedīt:is",
    "Kauliņ:š",
    "Medn:is",
    "Irb:is",
    "Muižniek:s",
    "Strazdiņ:š",
    "Pumpur:s",
    "Riekstiņ:š",
    "Apīn:is",
    "Bite",
    "Cel:is",
    "Dzen:is",
    "Ezeriņ:š",
    "Fridmanis",
    "Gulb:is",
    "Hermanis",
    "Jaunzem:s",
    "Krastiņ:š",
    "Lūs:is",
    "Mežul:is",
    "Niedr:a",
    "Osis",
    "Paegl:is",
    "Ratniek:s",
    "Saulīt:is",
    "Tauriņ:š",
    "Ulmanis",
    "Veld:e",
    "Zālīt:is",
]
_PAIRS = {"š": "a", "s": "a", "is": "e", "a": "a", "e": "e"}


@dataclass(frozen=True, slots=True)
class Name:
    """A name and the sex it tells."""

    given: str
    family: str
    sex: str


def family_forms(entry: str) -> tuple[str, str]:
    """A family name as women and as men bear it."""
    stem, _, ending = entry.partition(":")
    if ending:
        return stem + _PAIRS[ending], stem + ending
    if entry.endswith("is"):
        return entry[:-2] + "e", entry
    if entry.endswith("s"):
        return entry[:-1] + "e", entry
    return entry, entry


def family(chance: Random) -> str:
    """An entry of the list of family names, for `family_forms`."""
    return chance.choice(_FAMILIES)


def named(chance: Random, sex: str, of_family: str | None = None) -> Name:
    """A person's name; `of_family` is shared by the members of a family."""
    woman, man = family_forms(of_family or family(chance))
    if sex == "f":
        return Name(chance.choice(_WOMEN), woman, sex)
    return Name(chance.choice(_MEN), man, sex)
