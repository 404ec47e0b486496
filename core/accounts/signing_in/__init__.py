"""Signing in by Flask-Security: the directory as its store, Klade's own forms, pages and messages."""
