"""Journals: who is in them and who teaches them."""
