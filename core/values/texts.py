"""Texts that are marked for translation where they are written and translated where they are shown."""


def N_(text: str) -> str:  # noqa: N802  the name by which Babel finds the text
    """Mark a text for translation; it is stored in English and translated by whoever shows it."""
    return text
