"""Marks of periods (semestra un gada vērtējumi)."""
