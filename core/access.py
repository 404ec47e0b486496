"""All relations of persons to rows, and all roles that follow from facts, gathered from the parts."""

from core.accounts.askers import GUARDIAN, PUPIL
from core.classes import access as classes
from core.documents import access as documents
from core.journals import access as journals
from core.journals.excuses import access as excuses
from core.journals.notes import access as notes
from core.people import access as people

RELATIONS = (
    *people.RELATIONS,
    *classes.RELATIONS,
    *journals.RELATIONS,
    *excuses.RELATIONS,
    *notes.RELATIONS,
    *documents.RELATIONS,
)
IMPLIED_ROLES = (classes.CLASS_TEACHER, journals.TEACHER, GUARDIAN, PUPIL)
