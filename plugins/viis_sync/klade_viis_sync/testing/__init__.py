"""Builds files of the state register, for tests and benchmarks."""

from klade_viis_sync.testing.containers import archive, workbook
from klade_viis_sync.testing.files import SCHOOL, ViisFile
from klade_viis_sync.testing.growth import times

__all__ = ["SCHOOL", "ViisFile", "archive", "times", "workbook"]
