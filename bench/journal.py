"""The journal page and saving a mark."""

import re
import statistics
import time
from collections.abc import Callable, Iterator
from uuid import uuid4

import orjson

from bench.clients import Client, Load, Refused, together
from bench.place import PUPILS, Place, cpu_seconds, served, signed_in, workers_of
from bench.report import Figure

CLIENTS = 8
SECONDS = 8.0
ALONE = 200
_CELL = re.compile(r'<td id="(a\d+-\d+)"(?: data-v="(\d+)")?')


def figures(place: Place) -> Iterator[Figure]:
    """Everything that is measured against a running server with as many workers as cores."""
    with served(place, workers=2) as (url, process):
        servers = workers_of(process)
        clients = signed_in(place, url, CLIENTS)
        page = clients[0].read_token(place.page)
        size = _size(page)
        yield Figure("journal_page_ms", _alone(clients[0], place.page), "ms", size | {"bytes": len(page.encode())})
        load, of = _loaded(servers, clients, lambda client, _: _full_page(client, place.page))
        yield Figure("journal_page_rps", load.rate, "1/s", size | of)
        for client in clients:
            client.read_token(place.page)
        cells = [Saving(place.page, mine) for mine in _shared(page)]
        yield Figure("mark_save_ms", _saves_alone(clients[0], cells[0]), "ms", {"cells": 1})
        savers = dict(zip(map(id, clients), cells, strict=True))
        load, of = _loaded(servers, clients, lambda client, number: savers[id(client)].save(client, number))
        yield Figure("mark_save_rps", load.rate, "1/s", {"cells": 1} | of)


def _size(page: str) -> dict[str, int]:
    """What the page holds: without the strips of breaks."""
    columns = len(re.findall(r'<col id="c-[al]', page))
    return {"pupils": len(re.findall(r"<tr data-p=", page)), "columns": columns, "school_pupils": PUPILS}


def _loaded(
    servers: list[int], clients: list[Client], act: Callable[[Client, int], None]
) -> tuple[Load, dict[str, float]]:
    """What the clients reached, and the processor time of both sides: the machine may have had other work."""
    before = cpu_seconds(servers)
    load = together(clients, act, SECONDS)
    each = (cpu_seconds(servers) - before) / load.requests * 1000
    share = round(load.own_cpu_share, 2)
    return load, {"clients": CLIENTS, "load_cpu_of_one_core": share, "server_cpu_ms_each": round(each, 2)}


def _full_page(client: Client, path: str) -> None:
    status, body = client.ask("GET", path)
    if status != 200 or len(body) < 10_000:
        raise Refused(f"{path} answered {status} with {len(body)} bytes")


def _alone(client: Client, path: str) -> float:
    times = []
    for _ in range(ALONE):
        started = time.perf_counter()
        _full_page(client, path)
        times.append(time.perf_counter() - started)
    return statistics.median(times) * 1000


def _shared(page: str) -> list[list[tuple[str, int]]]:
    """Cells of marks, dealt out so that no two clients write the same."""
    cells = [(cell, int(version or 0)) for cell, version in _CELL.findall(page)]
    if len(cells) < CLIENTS:
        raise Refused("the journal has no columns of marks")
    return [cells[place::CLIENTS] for place in range(CLIENTS)]


class Saving:
    """One client's cells, with the versions it knows."""

    def __init__(self, page: str, cells: list[tuple[str, int]]) -> None:
        self._path = f"{page}/cells"
        self._cells = dict(cells)
        self._order = [cell for cell, _ in cells]

    def save(self, client: Client, number: int) -> None:
        """Write one cell; a refusal or a conflict is a failure of the benchmark."""
        cell = self._order[number % len(self._order)]
        # Every time another value than before, so that something is truly written.
        value = str(4 + (number // len(self._order)) % 6)
        change = {"cell": cell, "version": self._cells[cell], "value": value, "at": "2026-11-23T10:00:00Z"}
        change["how"] = "correction"
        body = orjson.dumps({"batch": str(uuid4()), "changes": [change]})
        status, answer = client.ask("POST", self._path, body, "application/json")
        result = orjson.loads(answer)["results"][0] if status == 200 else {"state": status}
        if result["state"] != "saved":
            raise Refused(f"a mark was not saved: {answer.decode()[:300]}")
        self._cells[cell] = result["version"]


def _saves_alone(client: Client, saving: Saving) -> float:
    times = []
    for number in range(ALONE):
        started = time.perf_counter()
        saving.save(client, number)
        times.append(time.perf_counter() - started)
    return statistics.median(times) * 1000
