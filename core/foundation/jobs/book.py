"""All kinds of jobs that the parts and the plugins bring, by key, with whose each is."""

from collections.abc import Collection, Sequence

from core.foundation.plugins import CORE, Owned, of
from core.values.jobs import Job


class JobBook:
    """Looks a job up by its key."""

    def __init__(self, jobs: Sequence[Owned[Job]]) -> None:
        self._jobs = jobs
        self._by_key = {owned.value.key: owned for owned in jobs}

    def find(self, key: str) -> Owned[Job] | None:
        """The job, whether a school has it enabled or not."""
        return self._by_key.get(key)

    def is_enabled(self, key: str, enabled: Collection[str]) -> bool:
        """Its plugin is installed and enabled: otherwise the job is parked."""
        owned = self._by_key.get(key)
        return owned is not None and (owned.owner == CORE or owned.owner in enabled)

    def scheduled(self, enabled: Collection[str] | None = None) -> list[Job]:
        """The jobs with a schedule, of all plugins or of core and the enabled ones."""
        jobs = [owned.value for owned in self._jobs] if enabled is None else of(self._jobs, enabled)
        return [job for job in jobs if job.schedule is not None]
