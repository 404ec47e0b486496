"""Assessments and marks."""
