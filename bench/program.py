"""What the program itself costs: a hook call, a web worker's memory."""

import statistics
import time
from collections.abc import Iterator
from datetime import date

from bench.clients import Client, together
from bench.place import Place, rss_mb, served, signed_in, workers_of
from bench.report import Figure
from core.values.asker import Asker
from core.values.menu import Area

_CALLS = 5_000
_REQUESTS = 10_000


def figures(place: Place) -> Iterator[Figure]:
    """The cost of a question to all plugins, and memory after many requests."""
    yield Figure("hook_call_us", _hook_call(place), "µs", {"plugins": len(place.program.plugins.names)})
    with served(place, workers=1) as (url, process):
        clients = signed_in(place, url, 4)
        (worker,) = workers_of(process)
        path = f"/{place.school.slug}/"
        served_requests = 0
        while served_requests < _REQUESTS:
            served_requests += together(clients, lambda client, _: _ask(client, path), 3.0).requests
        yield Figure("web_rss_mb", rss_mb(worker), "MB", {"requests": served_requests, "workers": 1})
        (of_jobs,) = workers_of(process, of_jobs=True)
        yield Figure("worker_rss_mb", rss_mb(of_jobs), "MB", {"jobs": 0})


def _ask(client: Client, path: str) -> None:
    status, _ = client.ask("GET", path)
    assert status == 200


def _hook_call(place: Place) -> float:
    asker = Asker(1, "A", frozenset(), "staff", date(2026, 11, 23), {})
    plugins, enabled = place.program.plugins, place.program.plugins.names
    times = []
    for _ in range(_CALLS):
        started = time.perf_counter()
        plugins.menu_entries(asker, Area.MAIN, enabled)
        times.append(time.perf_counter() - started)
    return statistics.median(times) * 1_000_000
