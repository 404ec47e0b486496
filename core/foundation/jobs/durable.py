"""DBOS: keeps which rounds of jobs were taken and by whom, so that a worker killed in the middle runs them again.

Only workers import this; importing the library takes half a second and thirty megabytes.
"""

import contextlib
import sqlite3
from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from dbos import DBOS, DBOSConfig
from sqlalchemy import make_url

from core.foundation import clock
from core.foundation.database import DatabaseConfiguration
from core.foundation.jobs.sweeping import Sent
from core.values.jobs import Lane

SCHEMA = "klade_jobs"
_FILE = "jobs.sqlite"
_WORKFLOW = "job"
# The program's own version: a worker that was upgraded goes on with what the former one began.
_VERSION = "1"
_AT_ONCE = {Lane.ORDINARY: 4, Lane.HEAVY: 1}
_OF_ONE_SCHOOL = {Lane.ORDINARY: 2, Lane.HEAVY: 1}
_OVER = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
_KEPT_FOR = timedelta(days=7)
_LOOKS_EVERY = 0.5


class Durable:
    """The workflows of one worker."""

    def __init__(self, configuration: DatabaseConfiguration, worker: str, do: Callable[[int, UUID, int], None]) -> None:
        """`do` is called with the school's id, the job's and the round; again from the start after a crash."""

        @DBOS.workflow(name=_WORKFLOW)
        def job(school_id: int, job_id: str, number: int) -> None:
            do(school_id, UUID(job_id), number)

        DBOS(config=_configured(configuration, worker))

    def launch(self) -> None:
        """Begin to work; what this worker left unfinished when it was killed is taken up."""
        DBOS.launch()
        for lane in Lane:
            DBOS.register_queue(
                lane.value,
                worker_concurrency=_AT_ONCE[lane],
                partition_worker_concurrency=_OF_ONE_SCHOOL[lane],
                polling_interval_sec=_LOOKS_EVERY,
                on_conflict="always_update",
            )

    def start(self, sent: Sent, lane: Lane) -> None:
        """Let some worker do it; nothing where it was started before."""
        DBOS.enqueue_workflow_with_options(
            {
                "workflow_name": _WORKFLOW,
                "queue_name": lane.value,
                "workflow_id": sent.workflow,
                "queue_partition_key": str(sent.school_id),
                "app_version": _VERSION,
            },
            sent.school_id,
            str(sent.job_id),
            sent.number,
        )

    def over(self, sent: Collection[Sent]) -> list[Sent]:
        """Those whose workflow has ended, well or not."""
        by_id = {one.workflow: one for one in sent}
        found = DBOS.list_workflows(workflow_ids=list(by_id), status=list(_OVER), load_input=False, load_output=False)
        return [by_id[status.workflow_id] for status in found]

    def take_over(self, worker: str) -> int:
        """Do what a worker that does not come back had begun; how many."""
        return len(DBOS._recover_pending_workflows([worker]))

    def forget(self) -> None:
        """Drop what is known of workflows that ended long ago: the jobs' rows tell it."""
        before = (clock.now() - _KEPT_FOR).isoformat()
        old = DBOS.list_workflows(end_time=before, status=list(_OVER), limit=1000, load_input=False, load_output=False)
        if old:
            DBOS.delete_workflows([status.workflow_id for status in old])

    def close(self, seconds: int) -> None:
        """Take nothing more and let what runs end, for so long; the rest is taken up at the next start."""
        DBOS.destroy(workflow_completion_timeout_sec=seconds)


def _configured(configuration: DatabaseConfiguration, worker: str) -> DBOSConfig:
    common: DBOSConfig = {
        "name": "klade",
        "executor_id": worker,
        "application_version": _VERSION,
        "log_level": "ERROR",
        "enable_otlp": False,
        "sys_db_pool_size": 4,
        "max_executor_threads": 16,
        # A pooler in transaction mode knows no LISTEN.
        "use_listen_notify": False,
    }
    if configuration.url is None:
        return {**common, "system_database_url": f"sqlite:///{_sqlite_file(configuration)}"}
    if configuration.owner_url is not None:
        login = make_url(configuration.url).username
        DBOS.migrate(configuration.owner_url, schema=SCHEMA, application_role=login)
    options: dict[str, Any] = {"connect_args": {"prepare_threshold": None}}
    return {
        **common,
        "system_database_url": configuration.url,
        "dbos_system_schema": SCHEMA,
        "db_engine_kwargs": options,
        "run_migrations": configuration.owner_url is None,
    }


def _sqlite_file(configuration: DatabaseConfiguration) -> str:
    file = configuration.folder / _FILE
    with contextlib.closing(sqlite3.connect(file)) as connection:
        # The file remembers it: readers do not wait for writers.
        connection.execute("PRAGMA journal_mode=WAL")
    return str(file)
