"""Klade's documents as PDF, typeset by templates that a school may replace by its own."""
