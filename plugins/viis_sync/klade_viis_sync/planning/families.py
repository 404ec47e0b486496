"""Which rows of guardians speak of one person: one personal code, or one phone or e-mail with one name."""

from collections import defaultdict

from klade_viis_sync.contacts import plain_contact
from klade_viis_sync.present import name_key
from klade_viis_sync.records import GuardianRow


def grouped(rows: list[GuardianRow]) -> list[list[GuardianRow]]:
    """The rows, a group for each person, in the order of the file. A name alone never joins two rows."""
    parents = list(range(len(rows)))
    codes: list[set[str]] = [{row.personal_code} if row.personal_code else set() for row in rows]

    def root(place: int) -> int:
        while parents[place] != place:
            parents[place] = parents[parents[place]]
            place = parents[place]
        return place

    def join(one: int, other: int) -> None:
        first, second = sorted((root(one), root(other)))
        # Two personal codes are two persons, whatever they share.
        if first != second and len(codes[first] | codes[second]) < 2:
            parents[second] = first
            codes[first] |= codes[second]

    for places in _by_sign(rows):
        for place in places[1:]:
            join(places[0], place)
    groups: dict[int, list[GuardianRow]] = {}
    for place, row in enumerate(rows):
        groups.setdefault(root(place), []).append(row)
    return list(groups.values())


def _by_sign(rows: list[GuardianRow]) -> list[list[int]]:
    """Places of rows that share a personal code, then of rows that share a name with a phone or an e-mail."""
    by_code: defaultdict[str, list[int]] = defaultdict(list)
    by_contact: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        if row.personal_code:
            by_code[row.personal_code].append(place)
        name = name_key(row.given_name, row.family_name)
        if row.phone:
            by_contact[*name, "phone", plain_contact("phone", row.phone)].append(place)
        if row.email:
            by_contact[*name, "email", plain_contact("email", row.email)].append(place)
    return [*by_code.values(), *by_contact.values()]
