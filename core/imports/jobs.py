"""Accepting a large import as a job: whoever pressed the button need not wait for it."""

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from core.imports import pipeline, services
from core.imports.access import RUN
from core.imports.models import APPLIED
from core.values.imports import Importer
from core.values.jobs import Job, JobContext, JobResult, Lane

LARGE = 5000
"""So many chosen differences take longer than a request should."""

_STEPS = 2


def key_of(importer: Importer) -> str:
    """The key of the job that accepts an importer's imports, if its plugin brings one."""
    return f"{importer.key}.accept"


def accepting(importer: Importer) -> Job:
    """The job that applies what was chosen of an import; a plugin contributes it for its importer."""

    def run(context: JobContext) -> JobResult:
        import_id = int(context.arguments["import_id"])
        with context.read() as session:
            is_applied = services.import_of(session, import_id).state == APPLIED
        text = None
        # A try that was killed may have applied it to the end.
        if not is_applied:
            context.progress(1, _STEPS)
            number = len(pipeline.accept(context, importer, import_id).applied)
            text = ngettext("%(num)s difference was accepted.", "%(num)s differences were accepted.", number)
        return JobResult(text, "imports.show", {"import_id": import_id})

    return Job(key_of(importer), _l("Accept an import"), run, permission=RUN, lane=Lane.HEAVY)
