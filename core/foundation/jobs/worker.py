"""The worker: hears bells, sweeps every minute, says that it is alive, and ends in good order."""

import logging
import os
import threading
import time
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from core.foundation import clock
from core.foundation.database import SchoolRef
from core.foundation.database.directory import DirectorySchool
from core.foundation.errors import KladeError
from core.foundation.jobs.bells import answered, heard
from core.foundation.jobs.durable import Durable
from core.foundation.jobs.running import JobRunner
from core.foundation.jobs.sweeping import Sweep, Turns, Unended, last_times
from core.foundation.jobs.workers import ALIVE_FOR, give_up, named, say_alive
from core.foundation.runtime import klade

_log = logging.getLogger(__name__)

_LISTENS_EVERY = 0.5
_SWEEPS_EVERY = timedelta(minutes=1)
_FORGETS_EVERY = timedelta(hours=1)
_ENDS_WITHIN = 20


class Rhythm:
    """Whether it is time again. Asks both the school's clock, which a test may set forward, and the machine's."""

    def __init__(self, every: timedelta) -> None:
        self._every = every
        self._last: tuple[datetime, float] | None = None

    def is_time(self) -> bool:
        now = (clock.now(), time.monotonic())
        if self._last is not None:
            by_clock, by_machine = abs(now[0] - self._last[0]), now[1] - self._last[1]
            if by_clock < self._every and by_machine < self._every.total_seconds():
                return False
        self._last = now
        return True


class JobWorker:
    """One worker process."""

    def __init__(self, app: Flask, name: str) -> None:
        program = klade(app)
        self._name = name
        self._database = program.database
        self._book = program.jobs
        self._sweep = Sweep(self._database, self._book)
        self._runner = JobRunner(app, name)
        self._durable = Durable(self._database.configuration, name, self._runner.do)
        self._turns = Turns()
        self._stopping = threading.Event()

    def stop(self) -> None:
        """End soon; safe in a signal handler."""
        self._stopping.set()

    def work(self, take_over: Iterable[str] = (), *, ends_with_parent: bool = False) -> None:
        """Work until stopped. Raises Conflict where the name is taken, NotFound for an unknown worker to take over."""
        with named(self._database, self._name):
            for lost in take_over:
                give_up(self._database, lost)
            self._durable.launch()
            for lost in take_over:
                self._durable.take_over(lost)
            parent = os.getppid() if ends_with_parent else None
            sweep, alive, forget = Rhythm(_SWEEPS_EVERY), Rhythm(ALIVE_FOR / 4), Rhythm(_FORGETS_EVERY)
            while not self._stopping.wait(_LISTENS_EVERY):
                if parent is not None and os.getppid() != parent:
                    break
                try:
                    self._look(sweep, alive, forget)
                except DBAPIError as error:
                    # The database is away for a while; nothing is lost.
                    _log.warning("worker %s: %s", self._name, type(error.orig).__name__)
            if self._runner.is_busy:
                self._durable.close(_ENDS_WITHIN)

    def _look(self, sweep: Rhythm, alive: Rhythm, forget: Rhythm) -> None:
        if alive.is_time():
            say_alive(self._database, self._name)
        bells = heard(self._database)
        if bells:
            # Answered first: a bell that rings from here on is heard again.
            answered(self._database, bells)
            for school, _rung in bells.values():
                self._start(school, {})
        if sweep.is_time():
            times = last_times(self._book, clock.now())
            for school in self._turns.next(self._schools(), times):
                self._start(school, times, is_sweep=True)
        if forget.is_time():
            self._durable.forget()

    def _schools(self) -> list[SchoolRef]:
        with self._database.directory() as session:
            return [school.ref for school in session.scalars(select(DirectorySchool).order_by(DirectorySchool.id))]

    def _start(self, school: SchoolRef, times: Mapping[str, datetime], *, is_sweep: bool = False) -> None:
        """Start what waits in a school; the trouble of one school keeps no other waiting."""
        if self._stopping.is_set():
            return
        try:
            found = self._sweep.with_schedules(school, times) if is_sweep else self._sweep.unended(school)
            if is_sweep and found:
                found = self._revived(school, found)
            self._turns.note(school, has_jobs=bool(found))
            for one in found:
                if one.is_due:
                    self._durable.start(one.sent, one.lane)
        except (KladeError, DBAPIError) as error:
            _log.warning("worker %s: school %s: %s", self._name, school.id, type(error).__name__)

    def _revived(self, school: SchoolRef, found: list[Unended]) -> list[Unended]:
        over = self._durable.over([one.sent for one in found])
        if not over:
            return found
        self._sweep.revive(school, over)
        return self._sweep.unended(school)
