"""Work of the grid at night: answers that are too old to be asked for again."""

from flask_babel import lazy_gettext as _l

from core.journals.grid.saving.batch import forget_batches
from core.values.jobs import Job, JobContext


def _forget(context: JobContext) -> None:
    context.write("grid.forgotten", forget_batches)


FORGET_BATCHES = Job("grid.forget", _l("Remove stored answers of journals"), _forget, schedule="20 3 * * *")
