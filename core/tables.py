"""Every module of core's facts, imported so that the metadata of both bases is whole."""

from core.accounts import models as accounts
from core.classes import models as classes
from core.documents import models as documents
from core.foundation.database import state
from core.foundation.history import models as history
from core.foundation.jobs import models as jobs
from core.foundation.settings import models as settings
from core.imports import models as imports
from core.journals.assessment import models as assessment
from core.journals.attendance import models as attendance
from core.journals.diary import models as diary
from core.journals.excuses import models as excuses
from core.journals.lessons import models as lessons
from core.journals.notes import models as notes
from core.journals.register import models as register
from core.journals.results import models as results
from core.journals.timetable import models as timetable
from core.notices import models as notices
from core.people import models as people
from core.schools import models as schools

TABLES = (
    state,
    history,
    jobs,
    settings,
    schools,
    people,
    accounts,
    classes,
    register,
    timetable,
    lessons,
    attendance,
    assessment,
    excuses,
    diary,
    notes,
    results,
    documents,
    notices,
    imports,
)
