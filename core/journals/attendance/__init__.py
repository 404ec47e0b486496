"""Absence: the fact that a pupil was not in a lesson, or came late."""
