"""What messaging contributes through the hooks."""

from klade_messaging.letters import models

TABLES = (models,)
"""The plugin's facts, known to the metadata as soon as it is loaded."""
