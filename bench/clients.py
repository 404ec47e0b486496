"""A signed-in browser reduced to its requests: one kept connection, cookies, the token of forms."""

import http.client
import re
import resource
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_META = re.compile(r'<meta name="csrf-token" content="([^"]+)"')


class Refused(RuntimeError):
    """The server answered otherwise than with a full page; the figure would mean nothing."""


@dataclass
class Client:
    """One person at one connection."""

    url: str
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> tuple[int, bytes]:
        """Status and body of one request."""
        headers = {
            "Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items()),
            "Accept-Language": "lv",
        }
        if kind:
            headers |= {"Content-Type": kind, "X-CSRFToken": self.token, "Accept": "application/json"}
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or ():
            key, _, value = line.partition(";")[0].partition("=")
            self.cookies[key] = value
        return answer.status, content

    def sign_in(self, user_name: str, password: str) -> None:
        """Sign in as a browser does."""
        _, page = self.ask("GET", "/sign-in")
        found = _TOKEN.search(page.decode())
        assert found is not None
        form = {"csrf_token": found.group(1), "username": user_name, "user_name": user_name, "password": password}
        form |= dict.fromkeys(re.findall(r'<input[^>]*name="(\w*ident\w*)"', page.decode()), user_name)
        status, _ = self.ask("POST", "/sign-in", urlencode(form).encode(), "application/x-www-form-urlencoded")
        if status != 302:
            raise Refused(f"sign-in answered {status}")

    def read_token(self, path: str) -> str:
        """Open a page and keep its token for scripts; the page."""
        status, page = self.ask("GET", path)
        found = _META.search(page.decode())
        if status != 200 or found is None:
            raise Refused(f"{path} answered {status}")
        self.token = found.group(1)
        return page.decode()


@dataclass(frozen=True, slots=True)
class Load:
    """What a number of clients reached together."""

    requests: int
    seconds: float
    own_cpu: float
    """CPU seconds that the load itself took."""

    @property
    def rate(self) -> float:
        return self.requests / self.seconds

    @property
    def own_cpu_share(self) -> float:
        """Of one core."""
        return self.own_cpu / self.seconds


def together(clients: list[Client], act: Callable[[Client, int], None], seconds: float) -> Load:
    """Let all clients act one request after another for a time."""
    ends = time.monotonic() + seconds
    done = [0] * len(clients)
    failures: list[BaseException] = []

    def work(place: int) -> None:
        try:
            while time.monotonic() < ends and not failures:
                act(clients[place], done[place])
                done[place] += 1
        except BaseException as error:  # noqa: BLE001  # raised again in the thread that waits
            failures.append(error)

    threads = [threading.Thread(target=work, args=(place,)) for place in range(len(clients))]
    before, started = _cpu(), time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return Load(sum(done), time.monotonic() - started, _cpu() - before)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
