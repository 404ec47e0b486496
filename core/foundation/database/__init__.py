"""Bases, engines, sessions, the directory and each school's state.

A school is a database: a file with SQLite, a schema with PostgreSQL. Nothing outside this room sees an engine.
"""

from core.foundation.database.bases import Dated, Directory, Id, Moment, School, Versioned, Voidable
from core.foundation.database.configuration import DatabaseConfiguration
from core.foundation.database.directory import DirectorySchool, SchoolRef
from core.foundation.database.sessions import Author, Database, change_of, school_of, state_of
from core.foundation.database.state import Heads, SchoolState, State

__all__ = [
    "Author",
    "Database",
    "DatabaseConfiguration",
    "Dated",
    "Directory",
    "DirectorySchool",
    "Heads",
    "Id",
    "Moment",
    "School",
    "SchoolRef",
    "SchoolState",
    "State",
    "Versioned",
    "Voidable",
    "change_of",
    "school_of",
    "state_of",
]
