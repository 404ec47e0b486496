"""The test kit of Klade and of its plugins: pytest loads it by itself, so nothing heavy is imported here.

A test that asks for `engine`, or for anything that stands on it (`database`, `app`, `client`, `school`, `server`), runs
once on SQLite and once on PostgreSQL.
"""

pytest_plugins = [
    "core.testing.sharing",
    "core.testing.runs",
    "core.testing.summary",
    "core.testing.engines",
    "core.testing.installations",
    "core.testing.schools",
    "core.testing.applications",
    "core.testing.visitors",
    "core.testing.servers",
    "core.testing.browsers",
    "core.testing.grids",
    "core.testing.mail",
    "core.testing.statements",
    "core.testing.workshops",
]
