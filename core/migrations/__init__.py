"""Migrations of core: `versions` for each school's database, `directory` for the directory."""
