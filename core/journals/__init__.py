"""Journals: who was taught what, when, by whom; who was absent; which mark was given."""
