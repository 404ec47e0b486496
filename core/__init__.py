"""Klade's core: schools, classes, persons, journals, and the hooks by which plugins extend them."""
