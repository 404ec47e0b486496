"""Klade's documents as PDF: the place is kept, it brings nothing yet."""
