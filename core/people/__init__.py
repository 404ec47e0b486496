"""Persons, and what they are to the school: staff, guardians, pupils."""
