"""Invitations: a one-time code that a person types to link an account to who they are in a school."""
