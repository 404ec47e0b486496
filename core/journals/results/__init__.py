"""Marks of periods: semester and year marks of subjects, proposed by rules, confirmed by teachers."""
