"""Topics, outcomes and homework for the demonstration school's lessons."""

_TOPICS: dict[str, dict[int, tuple[str, ...]]] = {
    "Matemātika": {
        1: ("Skaitļi līdz 20", "Saskaitīšana ar pāreju", "Atņemšana ar pāreju", "Garuma mērīšana", "Plaknes figūras"),
        4: ("Daudzciparu skaitļi", "Dalīšana ar atlikumu", "Daļas jēdziens", "Taisnstūra laukums", "Mērvienības"),
        7: ("Lineāri vienādojumi", "Proporcijas un procenti", "Trijstūru vienādība", "Pitagora teorēma", "Funkcijas"),
        10: (
            "Vektora jēdziens",
            "Vektoru saskaitīšana un atņemšana",
            "Vektora reizināšana ar skaitli",
            "Vektora koordinātas",
            "Vektoru skalārais reizinājums",
            "Leņķis starp vektoriem",
            "Kvadrātvienādojumu sistēmas",
            "Trigonometriskās funkcijas",
        ),
    },
    "Latviešu": {
        1: ("Skaņas un burti", "Zilbes", "Stāstījuma teikums", "Patskaņu garums", "Pasakas stāstījums"),
        4: ("Lietvārds", "Īpašības vārds", "Teksta plāns", "Tiešā runa", "Vārda sakne un galotne"),
        7: ("Teksta uzbūve un mērķis", "Divdabju lietojums", "Salikta teikuma pieturzīmes", "Vārda nozīme kontekstā"),
        10: ("Raiņa lugas „Uguns un nakts” simboli", "Argumentēta eseja", "Valodas stili", "Romāna kompozīcija"),
    },
    "Literatūra": {
        4: ("Tautas pasaka", "Varoņa raksturojums", "Dzejoļa noskaņa", "Teikas un nostāsti"),
        7: ("Novele un tās uzbūve", "Lirikas tēli", "Lugas konflikts", "Autobiogrāfisks teksts"),
    },
    "Angļu": {
        1: ("Hello", "My family", "Colours and numbers", "My classroom", "Animals"),
        4: ("Daily routine", "Food and drink", "Present simple", "My town", "Comparing things"),
        7: ("Travel and holidays", "Past simple and past continuous", "Describing people", "Listening for details"),
        10: ("Present perfect and past simple", "Second conditional", "Writing a formal letter", "Debating"),
    },
    "Dabaszinības": {
        1: ("Gadalaiki", "Mājdzīvnieki un savvaļas dzīvnieki", "Augu daļas", "Ūdens stāvokļi"),
        4: ("Augsne", "Barības ķēdes", "Magnēti", "Laikapstākļu novērojumi"),
    },
    "Bioloģija": {
        7: ("Šūnas uzbūve", "Fotosintēze", "Asinsrites sistēma"),
        10: ("DNS uzbūve", "Iedzimtība", "Evolūcija"),
    },
    "Fizika": {
        7: ("Ātrums un ceļš", "Spēks un spiediens", "Siltuma daudzums", "Elektriskā strāva"),
        10: ("Inerces likums", "Spēka moments", "Mehāniskā enerģija", "Gravitācija"),
    },
    "Ķīmija": {
        7: ("Vielas un maisījumi", "Atoma uzbūve", "Ķīmiskā saite", "Skābes un bāzes"),
        10: ("Oksidēšanās pakāpes", "Šķīdumu koncentrācija", "Reakcijas ātrums", "Ogļūdeņraži"),
    },
    "Vēsture": {
        4: ("Laika skaitīšana", "Senā Ēģipte", "Senā Grieķija"),
        7: ("Latvijas valsts dibināšana", "Brīvības cīņas", "Satversmes sapulce", "Starpkaru Eiropa"),
        10: ("Aukstais karš", "Eiropas Savienības tapšana", "Latvijas neatkarības atjaunošana"),
    },
    "Sports": {
        1: ("Rotaļas ar bumbu", "Skriešana", "Vingrošana"),
        4: ("Basketbols", "Vieglatlētika", "Volejbols", "Vingrošana"),
    },
    "Klases stunda": {
        1: ("Klases noteikumi", "Drošība ceļā uz skolu", "Draudzība", "Ziedu diena", "Mana ģimene"),
        5: ("Klases noteikumi un pienākumi", "Drošība internetā", "Lāčplēša diena", "Mācīšanās paradumi", "Cieņa"),
        9: ("Mācību mērķi semestrim", "Karjeras izvēle", "Valsts svētki", "Sekmju izvērtējums", "Atbildība"),
    },
}
"""Topics of a subject from a grade on."""

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


def _topics(title: str, grade: int) -> tuple[str, ...]:
    by_grade = next((topics for word, topics in _TOPICS.items() if title.startswith(word)), {})
    return by_grade[max(from_grade)] if (from_grade := [first for first in by_grade if first <= grade]) else _ANY


def topic_of(title: str, grade: int, number: int) -> str:
    """The topic of a journal's lesson; two lessons a topic."""
    topics = _topics(title, grade)
    return topics[number // 2 % len(topics)]


def outcome_of(title: str, number: int) -> str:
    """What pupils should reach in it."""
    return _OUTCOMES[(number + len(title)) % len(_OUTCOMES)]


def homework_of(title: str, number: int) -> str:
    """What is set in it."""
    first = number % 40 + 1
    page = 10 + number * 2
    return _HOMEWORK[(number + len(title)) % len(_HOMEWORK)].format(a=first, b=first + 4, page=page, next=page + 2)
