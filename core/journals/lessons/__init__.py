"""Lessons, their content and roll call."""
