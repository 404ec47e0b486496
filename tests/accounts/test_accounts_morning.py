"""A school signs in at eight: forty browsers at the same moment, from one address."""

from collections.abc import Callable
from threading import Thread
from uuid import UUID

from core.testing.visitors import Visitor


def test_forty_sign_in_at_once(visitor: Callable[[], Visitor], new_account: Callable[..., UUID]) -> None:
    for number in range(40):
        new_account(f"pupil{number}")
    seen: dict[int, object] = {}

    def come_in(number: int) -> None:
        browser = visitor()
        try:
            browser.sign_in(f"pupil{number}")
            seen[number] = browser.is_signed_in()
        except Exception as error:  # noqa: BLE001  a thread must not die unseen
            seen[number] = error

    threads = [Thread(target=come_in, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == dict.fromkeys(range(40), True)
