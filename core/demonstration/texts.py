"""Topics, outcomes and homework for the demonstration school's lessons."""

_TOPICS: dict[str, tuple[str, ...]] = {
    "Matemātika": (
        "Vektora jēdziens",
        "Vektoru saskaitīšana un atņemšana",
        "Vektora reizināšana ar skaitli",
        "Vektora koordinātas",
        "Vektoru skalārais reizinājums",
        "Leņķis starp vektoriem",
        "Kvadrātvienādojumu sistēmas",
        "Funkcijas un to īpašības",
        "Trigonometriskās funkcijas",
    ),
    "Latviešu": (
        "Teksta uzbūve un mērķis",
        "Raiņa lugas „Uguns un nakts” simboli",
        "Divdabju lietojums",
        "Vārda nozīme kontekstā",
        "Argumentēta eseja",
        "Salikta teikuma pieturzīmes",
    ),
    "Angļu": (
        "Travel and holidays",
        "Present perfect and past simple",
        "Writing a formal letter",
        "Listening for details",
        "Second conditional",
        "Describing people",
    ),
    "Fizika": ("Inerces likums", "Spēka moments", "Mehāniskā enerģija", "Siltuma daudzums", "Elektriskā strāva"),
    "Ķīmija": ("Oksidēšanās pakāpes", "Atoma uzbūve", "Ķīmiskā saite", "Šķīdumu koncentrācija", "Skābes un bāzes"),
    "Vēsture": ("Latvijas valsts dibināšana", "Brīvības cīņas", "Satversmes sapulce", "Starpkaru Eiropa"),
}
_ANY = (
    "Ievads tematā",
    "Jēdzieni un piemēri",
    "Prasmes nostiprināšana",
    "Pētniecisks darbs grupās",
    "Atkārtošana",
    "Zināšanu lietojums jaunā situācijā",
)
_OUTCOMES = (
    "Skaidro jēdzienus saviem vārdiem un min piemērus",
    "Lieto apgūto, risinot uzdevumus zināmā situācijā",
    "Salīdzina dažādus paņēmienus un pamato izvēli",
    "Formulē secinājumus, balstoties uz iegūtajiem datiem",
)
_HOMEWORK = (
    "Uzdevumi {a}.–{b}., {page}. lpp.",
    "Izlasīt tekstu {page}. lpp. un sagatavot trīs jautājumus",
    "Pabeigt darba lapu Nr. {a}",
    "Atkārtot tematu, {page}.–{next}. lpp.",
)


def _topics(title: str) -> tuple[str, ...]:
    return next((topics for word, topics in _TOPICS.items() if title.startswith(word)), _ANY)


def topic_of(title: str, number: int) -> str:
    """The topic of a journal's lesson; two lessons a topic."""
    topics = _topics(title)
    return topics[number // 2 % len(topics)]


def outcome_of(title: str, number: int) -> str:
    """What pupils should reach in it."""
    return _OUTCOMES[(number + len(title)) % len(_OUTCOMES)]


def homework_of(title: str, number: int) -> str:
    """What is set in it."""
    first = number % 40 + 1
    page = 10 + number * 2
    return _HOMEWORK[(number + len(title)) % len(_HOMEWORK)].format(a=first, b=first + 4, page=page, next=page + 2)
