"""How a process that serves with several threads keeps its memory small."""

import ctypes

# Of glibc's <malloc.h>.
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
_MEBIBYTE = 1024 * 1024


def give_memory_back() -> None:
    """Ask glibc for one heap instead of one a thread, and to return what was large; other C libraries are left alone.

    Python runs one thread at a time, so heaps of their own only keep threads' leftovers apart: 50 MB in eight threads.
    And once a password was hashed, which takes 19 MiB, glibc would keep as much on the heap for good.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_ARENA_MAX, 1)
        mallopt(_MMAP_THRESHOLD, _MEBIBYTE)
        mallopt(_TRIM_THRESHOLD, _MEBIBYTE)
