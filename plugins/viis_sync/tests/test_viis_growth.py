"""How the time grows with the file. What is counted is the processor's time, which others' work on the machine does
not change."""

import gc
import time
from typing import Any

import pytest

from core.testing.schools import BuiltSchool
from klade_viis_sync.testing import times

LARGER = 10
MOST = 11


def seconds(imports: Any, content: bytes) -> tuple[float, float]:
    """For the preview, and for applying it; then all is taken back."""
    gc.collect()
    start = time.process_time()
    import_id = imports.receive(content)
    previewed = time.process_time()
    imports.accept(import_id)
    applied = time.process_time()
    imports.take_back(import_id)
    return previewed - start, applied - previewed


@pytest.mark.soak
@pytest.mark.one_engine("sqlite", reason="the database's own time is not this process's on PostgreSQL")
def test_ten_times_the_file_takes_at_most_eleven_times_as_long(
    sample: bytes, imports: Any, school: BuiltSchool
) -> None:
    """Ten schools in one file: the preview and the applying grow with it and no faster."""
    small = [seconds(imports, sample) for _ in range(3)]
    large = [seconds(imports, times(sample, LARGER)) for _ in range(2)]
    for step in (0, 1):
        ratio = min(run[step] for run in large) / min(run[step] for run in small)
        assert ratio <= MOST, f"{ratio:.1f} times as long"


def test_the_larger_file_is_right_in_itself(sample: bytes, read: Any) -> None:
    snapshot = read(times(sample, 3))
    assert snapshot.problems == ()
    assert (snapshot.rows["izglitojamais"], snapshot.rows["klase"]) == (3 * 621, 3 * 24)


def test_a_preview_sends_no_more_statements_for_a_larger_file(sample: bytes, imports: Any, statements: Any) -> None:
    """The plan reads the school in a fixed number of statements."""
    from core.imports import pipeline
    from core.imports.services import GivenFile

    counts = []
    for content in (sample, times(sample, 2)):
        with statements() as sent:
            pipeline.look(imports, imports.importer, GivenFile("viis.zip", content))
        counts.append(len(sent))
    assert counts[0] == counts[1]
