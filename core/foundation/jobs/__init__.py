"""Work that takes time: asked for in the business transaction, done by a worker, seen in its row.

The web only writes rows; nothing outside `durable` knows the library that makes the work survive a crash.
"""

from core.foundation.jobs.asking import cancel, enqueue, repeat
from core.foundation.jobs.book import JobBook

__all__ = ["JobBook", "cancel", "enqueue", "repeat"]
