"""Core's own parts, in the order of the floors. An explicit list, never a scan."""

from types import ModuleType

from core import tables
from core.accounts import plugin as accounts
from core.admin import plugin as admin
from core.classes import plugin as classes
from core.documents import plugin as documents
from core.home import plugin as home
from core.imports import plugin as imports
from core.journals import plugin as journals
from core.notices import plugin as notices
from core.people import plugin as people
from core.schools import plugin as schools
from core.web import plugin as web

PARTS: tuple[ModuleType, ...] = (
    *(schools, people, accounts, classes, journals),
    *(documents, notices, imports, home, admin, web),
)
TABLES = tables.TABLES
