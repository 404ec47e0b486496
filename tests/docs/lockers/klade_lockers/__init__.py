"""Lockers of a school, and the pupils who have them."""
